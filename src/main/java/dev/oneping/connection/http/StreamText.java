package dev.oneping.connection.http;

import dev.oneping.connection.frame.CloseCode;
import dev.oneping.sse.SseResponse;
import java.util.List;

/** The text format of a stream of frames: one event for each frame, its number as id. */
final class StreamText {

    private StreamText() {}

    /** Returns one event for each frame. */
    static String events(List<Mailbox.NumberedFrame> numbered) {
        StringBuilder events = new StringBuilder();
        numbered.forEach(each -> events.append(event(each)));
        return events.toString();
    }

    /** Returns the event of a frame. */
    static String event(Mailbox.NumberedFrame each) {
        return SseResponse.event(Long.toString(each.number()), each.frame());
    }

    /** Returns the last event. */
    static String end(CloseCode code) {
        return "event: close\ndata: " + SessionEnd.of(code) + "\n\n";
    }
}
