package dev.oneping.channel;

/** Brings messages to people's addresses on a channel. Blocks until the provider has answered, and answers in bounded time. */
public interface ContactCarrier {

    /** A name for logs and metrics. */
    String name();

    /** Whether it is the one for that channel. Exactly one is. */
    boolean carries(String channel);

    /** Hands a message over. A fault is an answer. */
    Carried carry(String channel, String address, Message.Show message);
}
