package dev.oneping.events;

import java.time.Instant;

/**
 * What became of a subscription. No person is the subject of these but the subscription, and {@code version} counts its
 * events.
 */
public sealed interface SubscriptionEvent extends Event {

    /**
     * The service itself disabled it.
     *
     * @param reason {@code gone}: the receiver answered 410; {@code failing}: it has failed for days
     */
    @EventType(
            name = "subscription.disabled",
            means = "The service disabled a subscription: its receiver wants no more, or has failed for days.")
    record Disabled(String subscription, String reason, Instant failingSince) implements SubscriptionEvent {}

    /** After failures that went on for a while, a delivery was taken again. */
    @EventType(
            name = "subscription.recovered",
            means = "A subscription's receiver, which had failed for a while, takes deliveries again.")
    record Recovered(String subscription, Instant failingSince) implements SubscriptionEvent {}
}
