package dev.oneping.connection.http;

import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.grip.HeldChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A poll held by a proxy. If there are frames they are the answer; otherwise the proxy holds it, and the answer is
 * published. The proxy may repeat the request at any time without effect.
 */
final class HeldPoll implements HeldRequest {

    private final HeldChannel channel;
    private final long after;
    private final long untilNanos;
    private @Nullable String answer;
    private boolean held;
    private boolean asked = true;

    /**
     * Creates a poll that is being answered.
     *
     * @param after      the number of the last frame that the client has
     * @param untilNanos the end of the wait, by the event loop's clock
     */
    HeldPoll(HeldChannel channel, long after, long untilNanos) {
        this.channel = channel;
        this.after = after;
        this.untilNanos = untilNanos;
    }

    /** Returns its channel. */
    HeldChannel channel() {
        return channel;
    }

    /** Returns the answer at the end of the wait. */
    String nothing() {
        return PollBody.of(List.of(), after, null);
    }

    /** Returns the end of the wait. */
    long untilNanos() {
        return untilNanos;
    }

    /** Returns whether it asks for the frames after that one. */
    boolean isAfter(long frame) {
        return after == frame;
    }

    /** Returns the answer, if there is one; later frames are published. */
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
    public boolean deliver(List<Mailbox.NumberedFrame> numbered) {
        answer(numbered, null);
        return false;
    }

    /**
     * Returns true if the proxy has repeated the request since the last beat, which proves that it holds the client;
     * otherwise prompts it to.
     */
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
    public void close(List<Mailbox.NumberedFrame> numbered, CloseCode code) {
        answer(numbered, code);
    }

    private void answer(List<Mailbox.NumberedFrame> numbered, @Nullable CloseCode end) {
        if (answer != null) {
            return;
        }
        answer = PollBody.of(numbered, after, end);
        if (held) {
            channel.answer(numbered.isEmpty() ? after : numbered.getLast().number(), answer);
        }
    }
}
