package dev.oneping.connection.http;

import dev.oneping.connection.frame.CloseCode;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The text format of a stream of server-sent events: one event for each frame, its number as id.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG HTML, server-sent events</a>
 */
final class StreamText {

    /** The keep-alive comment; an empty line ends it. */
    static final String COMMENT = ":";

    private static final int RETRY_MIN_MS = 1_000;
    private static final int RETRY_MAX_MS = 4_000;

    private StreamText() {}

    /** Returns the first lines, sent at once so that the client sees the stream is open. */
    static String beginning(RandomGenerator random) {
        return "retry: " + random.nextInt(RETRY_MIN_MS, RETRY_MAX_MS) + "\n: here\n\n";
    }

    /** Returns one event for each frame. */
    static String events(List<Mailbox.NumberedFrame> numbered) {
        StringBuilder events = new StringBuilder();
        numbered.forEach(each -> events.append(event(each)));
        return events.toString();
    }

    /** Returns the event of a frame. */
    static String event(Mailbox.NumberedFrame each) {
        return "id: " + each.number() + "\ndata: " + each.frame() + "\n\n";
    }

    /** Returns the last event. */
    static String end(CloseCode code) {
        return "event: close\ndata: " + SessionEnd.of(code) + "\n\n";
    }
}
