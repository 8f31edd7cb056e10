package dev.oneping.webhook.delivery;

import dev.oneping.model.SubscriptionId;
import dev.oneping.redis.Shard;
import dev.oneping.redis.queue.DelayQueue;

/** The Redis keys of one subscription's deliveries, all in the shard that its id names. */
public record QueueKeys(SubscriptionId id) {

    /** Subscriptions, as {@code tenant:id}, by the time at which a delivery is due. */
    static final DelayQueue DUE = new DelayQueue("webhooks");

    public Shard shard() {
        return new Shard(id.shard());
    }

    /** The hash of a delivery. Expires. */
    String delivery(String event) {
        return deliveries() + event;
    }

    String deliveries() {
        return shard().key("webhook", id) + ":";
    }

    /** The deliveries by due time. Expires. */
    String queue() {
        return shard().key("webhook-queue", id);
    }

    /** The deliveries by event id, for the API. Bounded; expires. */
    String list() {
        return shard().key("webhook-list", id);
    }

    /** The dead deliveries by time of death. Bounded; expires. */
    String dead() {
        return shard().key("webhook-dead", id);
    }

    /** The deliveries about one user that are sent in order. Bounded; expires. */
    String line(String user) {
        return shard().key("webhook-line", id, user);
    }

    /** The last delivery of one type about one user. Expires. */
    String pace(String user, String type) {
        return shard().key("webhook-pace", id, user, type);
    }

    /** The endpoint's health, and the version of the subscription's own events. Expires. */
    String health() {
        return shard().key("webhook-health", id);
    }

    String due() {
        return DUE.key(shard());
    }
}
