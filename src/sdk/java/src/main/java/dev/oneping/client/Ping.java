package dev.oneping.client;

import java.time.Instant;
import java.util.Map;

/**
 * A notification to show on this device.
 *
 * @param attempt     which try of the escalation it is
 * @param body        may be null
 * @param data        as the app sent it: maps, lists, strings, numbers; may be null
 * @param priority    {@code low}, {@code normal}, {@code high} or {@code critical}
 * @param ring        whether this device may make a sound
 * @param ackBy       when it goes on to the next device without an answer, by the service's clock
 * @param show        {@code rich}, {@code plain}, or {@code redacted} where others can see the screen
 * @param collapseKey may be null; one with the same key takes its place
 */
public record Ping(
        String id,
        int attempt,
        String title,
        String body,
        Object data,
        String category,
        String priority,
        boolean ring,
        Instant ackBy,
        String show,
        String collapseKey) {

    static Ping of(Map<String, Object> frame) {
        return new Ping(
                text(frame, "id"),
                frame.get("attempt") instanceof Number attempt ? attempt.intValue() : 1,
                text(frame, "title"),
                text(frame, "body"),
                frame.get("data"),
                text(frame, "category"),
                text(frame, "priority"),
                Boolean.TRUE.equals(frame.get("ring")),
                frame.get("ack_by") instanceof String time ? Instant.parse(time) : Instant.MAX,
                frame.get("show") instanceof String show ? show : "rich",
                text(frame, "collapse_key"));
    }

    private static String text(Map<String, Object> frame, String name) {
        return frame.get(name) instanceof String text ? text : null;
    }
}
