package dev.oneping.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.testing.RedisRig;
import dev.oneping.webhook.format.WebhookFormat;
import java.time.Duration;

/** Variations of the least that a subscriber can ask for. */
final class Wishes {

    private Wishes() {}

    static SubscriptionSpec inOrder(SubscriptionSpec wish) {
        return with(wish, "order", "per_user");
    }

    static SubscriptionSpec paused(SubscriptionSpec wish) {
        return with(wish, "paused", true);
    }

    static SubscriptionSpec resumed(SubscriptionSpec wish) {
        return with(wish, "paused", false);
    }

    static SubscriptionSpec everySo(SubscriptionSpec wish, Duration interval) {
        return with(wish, "min_interval", interval.toString());
    }

    static SubscriptionSpec as(SubscriptionSpec wish, WebhookFormat format) {
        return with(wish, "format", format);
    }

    static SubscriptionSpec with(SubscriptionSpec wish, String name, Object value) {
        ObjectNode tree = RedisRig.json().valueToTree(wish);
        tree.set(name, RedisRig.json().valueToTree(value));
        return RedisRig.json().convertValue(tree, SubscriptionSpec.class);
    }
}
