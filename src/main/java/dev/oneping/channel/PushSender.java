package dev.oneping.channel;

import dev.oneping.presence.PushAddress;

/** Brings messages to devices by one push service. Blocks until the service has answered, and answers in bounded time. */
public interface PushSender {

    /** The service, as {@link PushAddress#service} names it. */
    String service();

    /** Who takes messages for that address, by a name: one that hangs holds up no other. */
    String provider(PushAddress address);

    /** Hands a message over. A fault is an answer. */
    SendResult carry(PushAddress address, ChannelMessage message);
}
