package dev.oneping.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.delivery.DeviceMessage;
import dev.oneping.model.Content;
import dev.oneping.model.Notification;
import dev.oneping.model.Variant;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a device is given by push: the frames that it is given by a session as well, cut to what the push service takes. The
 * app's data goes first, then the end of the body, then everything but the id. What was cut says so, and the device fetches
 * the whole.
 */
public final class PushPayload {

    private static final String ELLIPSIS = "…";

    private PushPayload() {}

    /** The frame of a message, no longer than that when it is put in the shape that the service wants. */
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

    /** So many code points of a text, so that no character is ever cut in two. */
    private static @Nullable String start(@Nullable String text, int length) {
        if (text == null || length == 0) {
            return null;
        }
        int end = text.offsetByCodePoints(0, length);
        return end == text.length() ? text : text.substring(0, end) + ELLIPSIS;
    }

    private static ObjectNode frame(ChannelMessage.Show show, Content content, boolean cut) {
        DeviceMessage presentation = show.parcel().presentation();
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
        if (presentation.variant() != Variant.RICH) {
            frame.put("show", presentation.variant().name().toLowerCase(Locale.ROOT));
        }
        if (cut) {
            frame.put("cut", true);
        }
        return frame;
    }

    private static ObjectNode thin(ChannelMessage.Show show) {
        DeviceMessage presentation = show.parcel().presentation();
        ObjectNode frame = JsonNodeFactory.instance.objectNode();
        frame.put("type", "notify");
        frame.put("id", show.notification().value());
        frame.put("attempt", presentation.attempt());
        frame.put("ring", presentation.ring());
        frame.put("cut", true);
        return frame;
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
