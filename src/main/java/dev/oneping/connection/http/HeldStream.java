package dev.oneping.connection.http;

import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.grip.HeldChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream held by a proxy. Frames before the response is complete go into its body; later ones are published. The
 * proxy reports its progress only when it requests more, so it is prompted when much is unconfirmed.
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
     * Creates a stream that is being answered.
     *
     * @param number     its number among the session's streams
     * @param after      the number of the last frame that the client has
     * @param manyFrames the number of unconfirmed frames after which the proxy is prompted
     * @param manyChars  the number of unconfirmed characters after which it is prompted
     */
    HeldStream(HeldChannel channel, long number, String beginning, long after, int manyFrames, int manyChars) {
        this.channel = channel;
        this.number = number;
        this.body = new StringBuilder(beginning);
        this.last = after;
        this.manyFrames = manyFrames;
        this.manyChars = manyChars;
    }

    /** Returns its channel. */
    HeldChannel channel() {
        return channel;
    }

    /** Returns whether it has this number among the session's streams. */
    boolean isNumber(long which) {
        return number == which;
    }

    /** Returns whether it has ended. */
    boolean isOver() {
        return over;
    }

    /**
     * Handles a proxy's request for frames after that one: frames delivered before the response is complete go into
     * its body.
     */
    void askedAfter(long frame) {
        body = new StringBuilder();
        last = frame;
        openFrames = 0;
        openChars = 0;
        asking = false;
        asked = true;
    }

    /** Completes the response; later frames are published. */
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
    public boolean deliver(List<Mailbox.NumberedFrame> numbered) {
        for (Mailbox.NumberedFrame each : numbered) {
            String event = StreamText.event(each);
            last = each.number();
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

    /**
     * Returns true if the proxy has asked for more since the last beat, which proves that it holds the client;
     * otherwise prompts it to.
     */
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
    public void close(List<Mailbox.NumberedFrame> numbered, CloseCode code) {
        deliver(numbered);
        String end = StreamText.end(code);
        if (body != null) {
            body.append(end);
        } else {
            channel.stream(last, end);
        }
        release();
    }
}
