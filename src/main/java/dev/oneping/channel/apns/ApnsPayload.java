package dev.oneping.channel.apns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.channel.ChannelMessage;
import dev.oneping.channel.PushPayload;
import dev.oneping.model.Content;

/** Messages in APNs format: the visible part in {@code aps}, the rest for the app in {@code oneping}. */
final class ApnsPayload {

    private static final int LIMIT = 4096;

    private ApnsPayload() {}

    static byte[] of(ChannelMessage message) {
        return PushPayload.of(
                message, LIMIT, message instanceof ChannelMessage.Hide ? ApnsPayload::silent : ApnsPayload::shown);
    }

    private static ObjectNode silent(ObjectNode frame) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.putObject("aps").put("content-available", 1);
        payload.set("oneping", frame);
        return payload;
    }

    private static ObjectNode shown(ObjectNode frame) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        ObjectNode aps = payload.putObject("aps");
        ObjectNode alert = aps.putObject("alert");
        JsonNode title = frame.remove("title");
        alert.put("title", title == null ? Content.REDACTED_TITLE : title.asText());
        JsonNode body = frame.remove("body");
        if (body != null) {
            alert.set("body", body);
        }
        if (frame.path("ring").asBoolean()) {
            aps.put("sound", "default");
        }
        if (frame.has("category")) {
            aps.set("thread-id", frame.path("category"));
        }
        aps.put("mutable-content", 1);
        aps.put("interruption-level", level(frame));
        payload.set("oneping", frame);
        return payload;
    }

    /**
     * Returns the interruption level. Apple grants {@code critical} to few apps; {@code time-sensitive} passes its
     * quiet hours, which the rules have already evaluated. What makes no sound does not light up the screen either.
     */
    private static String level(ObjectNode frame) {
        if (!frame.path("ring").asBoolean()) {
            return "passive";
        }
        return switch (frame.path("priority").asText()) {
            case "low" -> "passive";
            case "high", "critical" -> "time-sensitive";
            case String ignored -> "active";
        };
    }
}
