package dev.oneping.channel;

import dev.oneping.model.TenantId;

/**
 * Sends messages to users' addresses on a channel. Blocks until the provider has responded, and returns in bounded
 * time.
 */
public interface ContactSender {

    /** Returns a name for logs and metrics. */
    String name();

    /** Returns whether it serves that channel. Exactly one sender does. */
    boolean serves(String channel);

    /** Returns the name of the provider for that tenant on that channel; providers are isolated from each other. */
    String provider(TenantId tenant, String channel);

    /** Sends a message. A failure is a result, not an exception. */
    SendResult send(String channel, String address, ChannelMessage.Show message);
}
