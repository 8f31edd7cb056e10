package dev.oneping.channel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.delivery.port.OutboundMessage;
import dev.oneping.model.Content;
import dev.oneping.model.DeviceId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sample messages. */
public final class Messages {

    public static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    public static final NotificationId ID = NotificationId.create(NOW, 7);
    public static final UserRef ANN = new UserRef(new TenantId("acme"), new UserId("ann"));

    private Messages() {}

    /** A notification that expires in an hour. */
    public static ChannelMessage.Show show(String title, @Nullable String body, int dataBytes) {
        return show(
                ANN,
                new Content(
                        title, body, dataBytes == 0 ? null : JsonNodeFactory.instance.textNode("d".repeat(dataBytes))));
    }

    /** Returns a notification for another user. */
    public static ChannelMessage.Show show(UserRef to) {
        return show(to, new Content("Order", null, null));
    }

    /** Returns a notification to which its app gave no collapse key. */
    public static ChannelMessage.Show showWithoutKey(String title) {
        return show(ANN, new Content(title, null, null), null);
    }

    private static ChannelMessage.Show show(UserRef to, Content content) {
        return show(to, content, "order-8731");
    }

    private static ChannelMessage.Show show(UserRef to, Content content, @Nullable String collapseKey) {
        Notification notification = new Notification(
                ID, to, content, "orders", Priority.HIGH, "default", collapseKey, NOW, NOW.plusSeconds(3600));
        DeviceMessage presentation = new DeviceMessage(notification, 1, 2, true, NOW.plusSeconds(45));
        return new ChannelMessage.Show(new OutboundMessage(ID + ":1:phone", presentation, NOW), false);
    }

    /** Returns a silent display, beside an attempt on another device. */
    public static ChannelMessage.Show quiet(String title) {
        DeviceMessage rings = show(title, null, 0).outbound().presentation();
        DeviceMessage quiet = new DeviceMessage(rings.notification(), 1, 2, false, rings.ackBy());
        return new ChannelMessage.Show(OutboundMessage.ofDisplay(quiet, new DeviceId("phone"), NOW), false);
    }

    /** Returns the retraction of the notification. */
    public static ChannelMessage.Hide hide() {
        return new ChannelMessage.Hide(ANN, new Retraction(ID, 3, "acted"));
    }
}
