package dev.oneping.connection.http;

import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.grip.HeldChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A poll that a proxy holds. What there is at once is the answer; if there is nothing, the proxy holds it, and the answer is
 * published. The proxy may send the request again at any time, which changes nothing.
 */
final class HeldPoll implements HeldRequest {

    private final HeldChannel channel;
    private final long after;
    private final long untilNanos;
    private @Nullable String answer;
    private boolean held;
    private boolean asked = true;

    /**
     * A poll that is being answered.
     *
     * @param after      the number of the last frame that the client has
     * @param untilNanos when its time is over, by the event loop's clock
     */
    HeldPoll(HeldChannel channel, long after, long untilNanos) {
        this.channel = channel;
        this.after = after;
        this.untilNanos = untilNanos;
    }

    /** What is published for it. */
    HeldChannel channel() {
        return channel;
    }

    /** The answer when its time is over. */
    String nothing() {
        return PollBody.of(List.of(), after, null);
    }

    /** When its time is over. */
    long untilNanos() {
        return untilNanos;
    }

    /** Whether it asks for what comes after that frame. */
    boolean isAfter(long frame) {
        return after == frame;
    }

    /** The answer, if there is one; what comes from now on is published. */
    @Nullable
    String answered() {
        held = true;
        return answer;
    }

    @Override
    public boolean isFull() {
        return answer != null;
    }

    @Override
    public boolean isReadAtOnce() {
        return true;
    }

    @Override
    public boolean bring(List<Mailbox.Letter> letters) {
        answer(letters, null);
        return false;
    }

    /** A proxy that has sent the request since the last time holds its client; one that has not is let send it again. */
    @Override
    public boolean beat() {
        boolean there = asked;
        asked = false;
        if (!there) {
            channel.ask(after);
        }
        return there;
    }

    @Override
    public void release() {
        answer(List.of(), null);
    }

    @Override
    public void close(List<Mailbox.Letter> letters, CloseCode code) {
        answer(letters, code);
    }

    private void answer(List<Mailbox.Letter> letters, @Nullable CloseCode end) {
        if (answer != null) {
            return;
        }
        answer = PollBody.of(letters, after, end);
        if (held) {
            channel.answer(letters.isEmpty() ? after : letters.getLast().number(), answer);
        }
    }
}
