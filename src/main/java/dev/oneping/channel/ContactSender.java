package dev.oneping.channel;

import dev.oneping.model.TenantId;

/** Brings messages to people's addresses on a channel. Blocks until the provider has answered, and answers in bounded time. */
public interface ContactSender {

    /** A name for logs and metrics. */
    String name();

    /** Whether it is the one for that channel. Exactly one is. */
    boolean carries(String channel);

    /** Who takes messages for that tenant on that channel, by a name: one that hangs holds up no other. */
    String provider(TenantId tenant, String channel);

    /** Hands a message over. A fault is an answer. */
    SendResult carry(String channel, String address, ChannelMessage.Show message);
}
