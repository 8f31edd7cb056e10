package dev.oneping.webhook;

import dev.oneping.model.SubscriptionId;
import dev.oneping.redis.DelayQueue;
import dev.oneping.redis.Shard;

/** The keys of one subscription's deliveries, all in the shard that its id names. */
record QueueKeys(SubscriptionId id) {

    /** Subscriptions, as {@code tenant:id}, by the time when they want attention. */
    static final DelayQueue DUE = new DelayQueue("webhooks");

    Shard shard() {
        return new Shard(id.shard());
    }

    /** A hash for each delivery. Expires. */
    String delivery(String event) {
        return deliveries() + event;
    }

    String deliveries() {
        return shard().key("webhook", id) + ":";
    }

    /** Deliveries by due time. Expires. */
    String queue() {
        return shard().key("webhook-queue", id);
    }

    /** Deliveries by name, for people. Bounded, and expires. */
    String list() {
        return shard().key("webhook-list", id);
    }

    /** Dead deliveries by the time they died. Bounded, and expires. */
    String dead() {
        return shard().key("webhook-dead", id);
    }

    /** What waits for one another for one person. Bounded, and expires. */
    String line(String user) {
        return shard().key("webhook-line", id, user);
    }

    /** The last delivery of one type for one person. Expires. */
    String pace(String user, String type) {
        return shard().key("webhook-pace", id, user, type);
    }

    /** How the endpoint fares, and the version of the subscription's own events. Expires. */
    String health() {
        return shard().key("webhook-health", id);
    }

    String due() {
        return DUE.key(shard());
    }
}
