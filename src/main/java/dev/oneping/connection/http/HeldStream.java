package dev.oneping.connection.http;

import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.grip.HeldChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream that a proxy holds. What comes before the answer goes into its body; what comes later is published. What the
 * proxy has brought to its client it says only when it asks for more, so it is let ask when much is open.
 */
final class HeldStream implements HeldRequest {

    private final HeldChannel channel;
    private final long number;
    private final int manyFrames;
    private final int manyChars;
    private @Nullable StringBuilder body;
    private long last;
    private int openFrames;
    private int openChars;
    private boolean asking;
    private boolean asked = true;
    private boolean over;

    /**
     * A stream that is being answered.
     *
     * @param number     which of the session's streams it is
     * @param after      the number of the last frame that the client has
     * @param manyFrames so many frames may be open before the proxy is let ask
     * @param manyChars  so many characters
     */
    HeldStream(HeldChannel channel, long number, String beginning, long after, int manyFrames, int manyChars) {
        this.channel = channel;
        this.number = number;
        this.body = new StringBuilder(beginning);
        this.last = after;
        this.manyFrames = manyFrames;
        this.manyChars = manyChars;
    }

    /** What is published for it. */
    HeldChannel channel() {
        return channel;
    }

    /** Whether it is that one of the session's streams. */
    boolean isNumber(long which) {
        return number == which;
    }

    /** Whether there is nothing to come. */
    boolean isOver() {
        return over;
    }

    /** The proxy asks for what comes after that frame: what is brought until the answer goes into its body. */
    void askedAfter(long frame) {
        body = new StringBuilder();
        last = frame;
        openFrames = 0;
        openChars = 0;
        asking = false;
        asked = true;
    }

    /** Ends the answer; what comes from now on is published. */
    String answered() {
        String text = String.valueOf(body);
        body = null;
        channel.startAt(last);
        return text;
    }

    @Override
    public boolean isFull() {
        return over;
    }

    @Override
    public boolean isReadAtOnce() {
        return false;
    }

    @Override
    public boolean bring(List<Mailbox.Letter> letters) {
        for (Mailbox.Letter letter : letters) {
            String event = StreamText.event(letter);
            last = letter.number();
            openFrames++;
            openChars += event.length();
            if (body != null) {
                body.append(event);
            } else {
                channel.stream(last, event);
            }
        }
        if (body == null && !asking && (openFrames >= manyFrames || openChars >= manyChars)) {
            ask();
        }
        return true;
    }

    /** A proxy that has asked since the last time holds its client; one that has not is let ask. */
    @Override
    public boolean beat() {
        boolean there = asked;
        asked = false;
        if (!there) {
            ask();
        }
        return there;
    }

    private void ask() {
        asking = true;
        channel.ask(last);
    }

    @Override
    public void release() {
        over = true;
        if (body == null) {
            channel.endOfStream(last);
        }
    }

    @Override
    public void close(List<Mailbox.Letter> letters, CloseCode code) {
        bring(letters);
        String end = StreamText.end(code);
        if (body != null) {
            body.append(end);
        } else {
            channel.stream(last, end);
        }
        release();
    }
}
