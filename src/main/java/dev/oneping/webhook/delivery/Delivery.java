package dev.oneping.webhook.delivery;

import dev.oneping.webhook.subscription.SubscriptionRef;

/**
 * A delivery of one event to one subscription, claimed for an attempt.
 *
 * @param to      the subscription
 * @param event   the event's id, which is the delivery's {@code webhook-id} as well: the same for every attempt
 * @param user    the user whom the event is about; the order per user is kept by it
 * @param attempt the number of the attempt to be made, from 1
 * @param base    the number of attempts before a manual resend; the retry schedule counts from there
 * @param body    the event as JSON
 */
public record Delivery(SubscriptionRef to, String event, String user, int attempt, int base, byte[] body) {

    /** Creates a delivery that is sent at once, for the first time. */
    public static Delivery first(SubscriptionRef to, SerializedEvent outgoing) {
        return new Delivery(to, outgoing.event().id(), outgoing.event().subject(), 1, 0, outgoing.json());
    }

    /** Returns the number of the attempt within the schedule, from 1. */
    int turn() {
        return attempt - base;
    }
}
