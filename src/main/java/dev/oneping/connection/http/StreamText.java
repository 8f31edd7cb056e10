package dev.oneping.connection.http;

import dev.oneping.connection.frame.CloseCode;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The text of a stream of server-sent events: one event for each frame, its number as id.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG HTML, server-sent events</a>
 */
final class StreamText {

    /** What tells proxies that something goes on; an empty line ends it. */
    static final String COMMENT = ":";

    private static final int RETRY_MIN_MS = 1_000;
    private static final int RETRY_MAX_MS = 4_000;

    private StreamText() {}

    /** What comes first, so that it is seen that something comes. */
    static String beginning(RandomGenerator random) {
        return "retry: " + random.nextInt(RETRY_MIN_MS, RETRY_MAX_MS) + "\n: here\n\n";
    }

    /** One event for each frame. */
    static String events(List<Mailbox.Letter> letters) {
        StringBuilder events = new StringBuilder();
        letters.forEach(letter -> events.append(event(letter)));
        return events.toString();
    }

    /** The event of a frame. */
    static String event(Mailbox.Letter letter) {
        return "id: " + letter.number() + "\ndata: " + letter.frame() + "\n\n";
    }

    /** The last event. */
    static String end(CloseCode code) {
        return "event: close\ndata: " + SessionEnd.of(code) + "\n\n";
    }
}
