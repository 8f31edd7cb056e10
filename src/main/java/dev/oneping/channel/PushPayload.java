package dev.oneping.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.model.Content;
import dev.oneping.model.Notification;
import dev.oneping.model.Variant;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a push message: the frame that a session would get, cut to the limit of the push service. The app's
 * data is dropped first, then the end of the body, then everything except the id. A cut frame says so, and the device
 * fetches the whole.
 */
public final class PushPayload {

    private static final String ELLIPSIS = "…";

    private PushPayload() {}

    /** Returns the frame of a message, within the limit after it was converted to the service's format. */
    public static byte[] of(ChannelMessage message, int limit, Function<ObjectNode, JsonNode> shape) {
        return switch (message) {
            case ChannelMessage.Hide hide -> bytes(shape.apply(frame(hide)));
            case ChannelMessage.Show show when show.thin() -> bytes(shape.apply(thin(show)));
            case ChannelMessage.Show show -> fitted(show, limit, shape);
        };
    }

    private static byte[] fitted(ChannelMessage.Show show, int limit, Function<ObjectNode, JsonNode> shape) {
        Content content = show.content().content();
        byte[] whole = bytes(shape.apply(frame(show, content, false)));
        if (whole.length <= limit) {
            return whole;
        }
        String body = content.body();
        byte[] best = null;
        int fewest = 0;
        int most = body == null ? 0 : body.codePointCount(0, body.length());
        while (fewest <= most) {
            int length = (fewest + most) >>> 1;
            byte[] cut = bytes(shape.apply(frame(show, new Content(content.title(), start(body, length), null), true)));
            if (cut.length <= limit) {
                best = cut;
                fewest = length + 1;
            } else {
                most = length - 1;
            }
        }
        return best != null ? best : bytes(shape.apply(thin(show)));
    }

    /** Returns the first code points of a text, so that no character is ever split. */
    private static @Nullable String start(@Nullable String text, int length) {
        if (text == null || length == 0) {
            return null;
        }
        int end = text.offsetByCodePoints(0, length);
        return end == text.length() ? text : text.substring(0, end) + ELLIPSIS;
    }

    private static ObjectNode frame(ChannelMessage.Show show, Content content, boolean cut) {
        DeviceMessage presentation = show.outbound().presentation();
        Notification notification = show.content();
        ObjectNode frame = JsonNodeFactory.instance.objectNode();
        frame.put("type", "notify");
        frame.put("id", notification.id().value());
        frame.put("attempt", presentation.attempt());
        frame.put("title", content.title());
        if (content.body() != null) {
            frame.put("body", content.body());
        }
        if (content.data() != null) {
            frame.set("data", content.data());
        }
        if (notification.collapseKey() != null) {
            frame.put("collapse_key", notification.collapseKey());
        }
        frame.put("category", notification.category());
        frame.put("priority", notification.priority().name().toLowerCase(Locale.ROOT));
        frame.put("ring", presentation.ring());
        frame.put("ack_by", presentation.ackBy().toString());
        ackTicket(frame, show);
        if (presentation.variant() != Variant.RICH) {
            frame.put("show", presentation.variant().name().toLowerCase(Locale.ROOT));
        }
        if (cut) {
            frame.put("cut", true);
        }
        return frame;
    }

    private static ObjectNode thin(ChannelMessage.Show show) {
        DeviceMessage presentation = show.outbound().presentation();
        ObjectNode frame = JsonNodeFactory.instance.objectNode();
        frame.put("type", "notify");
        frame.put("id", show.notification().value());
        frame.put("attempt", presentation.attempt());
        frame.put("ring", presentation.ring());
        ackTicket(frame, show);
        frame.put("cut", true);
        return frame;
    }

    private static void ackTicket(ObjectNode frame, ChannelMessage.Show show) {
        if (show.ackTicket() != null) {
            frame.put("ack_ticket", show.ackTicket());
        }
    }

    private static ObjectNode frame(ChannelMessage.Hide hide) {
        ObjectNode frame = JsonNodeFactory.instance.objectNode();
        frame.put("type", "retract");
        frame.put("id", hide.notification().value());
        frame.put("reason", hide.retraction().reason());
        return frame;
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
