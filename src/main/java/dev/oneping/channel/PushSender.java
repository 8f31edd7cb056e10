package dev.oneping.channel;

import dev.oneping.model.DeviceId;
import dev.oneping.presence.device.PushAddress;

/**
 * Sends messages to devices through one push service. Blocks until the service has responded, and returns in bounded
 * time.
 */
public interface PushSender {

    /** Returns the service, as {@link PushAddress#service} names it. */
    String service();

    /** Returns whether the operator has configured it; if not, it rejects every message. */
    default boolean isConfigured() {
        return true;
    }

    /** Returns whether it sends to a push service, and does not only simulate one. */
    default boolean isReal() {
        return true;
    }

    /** Returns the name of the provider for that address; providers are isolated from each other. */
    String provider(PushAddress address);

    /**
     * Returns whether the push service accepts a push that shows nothing. Where it does not, such a push costs the app its
     * permission.
     */
    default boolean acceptsSilent(PushAddress address) {
        return true;
    }

    /** Sends a message. A failure is a result, not an exception. */
    SendResult send(PushAddress address, ChannelMessage message);

    /** Sends a message to the device that has this address. */
    default SendResult send(DeviceId device, PushAddress address, ChannelMessage message) {
        return send(address, message);
    }
}
