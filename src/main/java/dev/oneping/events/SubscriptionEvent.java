package dev.oneping.events;

import java.time.Instant;

/**
 * Events about a subscription. Their subject is the subscription, not a user, and {@code version} counts its events.
 */
public sealed interface SubscriptionEvent extends Event {

    /**
     * The service disabled the subscription.
     *
     * @param reason {@code gone}: the receiver responded with 410; {@code failing}: deliveries have failed for days
     */
    @EventType(
            name = "subscription.disabled",
            means =
                    "The service disabled a subscription: its receiver responded with 410 Gone, or has failed for days.")
    record Disabled(String subscription, String reason, Instant failingSince) implements SubscriptionEvent {}

    /** A delivery succeeded again after a period of failures. */
    @EventType(
            name = "subscription.recovered",
            means = "A subscription's receiver accepts deliveries again after a period of failures.")
    record Recovered(String subscription, Instant failingSince) implements SubscriptionEvent {}
}
