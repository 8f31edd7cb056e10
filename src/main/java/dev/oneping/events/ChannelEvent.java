package dev.oneping.events;

import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import org.jspecify.annotations.Nullable;

/** Events about failures of the channels that reach a user without a connection: push, e-mail and an app's own. */
public sealed interface ChannelEvent extends Event {

    /** @param reason {@code gone}: the provider reports that the address no longer exists */
    @EventType(name = "channel.address_lost", means = "A user's address on a channel became invalid and was removed.")
    record AddressLost(String channel, String reason) implements ChannelEvent {}

    /**
     * @param channel {@code webpush}, {@code fcm}, {@code apns}, {@code email}, or the name of an app's own channel
     * @param device  the device addressed; null if the channel addresses none
     * @param reason  the provider's error code, or ours
     */
    @EventType(
            name = "channel.rejected",
            means =
                    "A channel's provider rejected a message because of the channel's configuration: an operator must check the channel.")
    record Rejected(
            NotificationId notification,
            String channel,
            @Nullable DeviceId device,
            String reason) implements ChannelEvent {}
}
