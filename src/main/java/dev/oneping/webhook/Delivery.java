package dev.oneping.webhook;

/**
 * One event on its way to one subscription, taken for an attempt.
 *
 * @param to      where it goes
 * @param event   the event's id, which is the delivery's {@code webhook-id} as well: the same for every attempt
 * @param user    whom it is about, in whose line it may stand
 * @param attempt the number of the attempt to be made, from 1
 * @param base    how many attempts there were before it was sent again by hand; the schedule counts from there
 * @param body    the event as JSON
 */
record Delivery(SubscriptionRef to, String event, String user, int attempt, int base, byte[] body) {

    /** What is to be sent at once, for the first time. */
    static Delivery first(SubscriptionRef to, SerializedEvent outgoing) {
        return new Delivery(to, outgoing.event().id(), outgoing.event().subject(), 1, 0, outgoing.json());
    }

    /** The number of the attempt in the schedule, from 1. */
    int turn() {
        return attempt - base;
    }
}
