package dev.oneping.events;

import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import org.jspecify.annotations.Nullable;

/** What went wrong on the channels that reach a person without a connection. */
public sealed interface ChannelEvent extends Event {

    /** @param reason {@code gone}: whoever brings it there says so */
    @EventType(
            name = "channel.address_lost",
            means = "A person's address on a channel is no longer good and was removed.")
    record AddressLost(String channel, String reason) implements ChannelEvent {}

    /**
     * @param channel {@code webpush}, {@code fcm}, {@code apns}, {@code email}, or the name of an app's own
     * @param device  the device that was meant; null if none was
     * @param reason  the provider's word for it, or ours
     */
    @EventType(
            name = "channel.rejected",
            means = "A channel's provider will not take what it is given: somebody has to look after the channel.")
    record Rejected(
            NotificationId notification,
            String channel,
            @Nullable DeviceId device,
            String reason) implements ChannelEvent {}
}
