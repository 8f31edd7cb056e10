package dev.oneping.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.testing.RedisRig;
import dev.oneping.webhook.format.WebhookFormat;
import java.time.Duration;

/** Variations of a minimal subscription. */
final class SubscriptionSpecs {

    private SubscriptionSpecs() {}

    static SubscriptionSpec inOrder(SubscriptionSpec spec) {
        return with(spec, "order", "per_user");
    }

    static SubscriptionSpec paused(SubscriptionSpec spec) {
        return with(spec, "paused", true);
    }

    static SubscriptionSpec resumed(SubscriptionSpec spec) {
        return with(spec, "paused", false);
    }

    static SubscriptionSpec everySo(SubscriptionSpec spec, Duration interval) {
        return with(spec, "min_interval", interval.toString());
    }

    static SubscriptionSpec as(SubscriptionSpec spec, WebhookFormat format) {
        return with(spec, "format", format);
    }

    static SubscriptionSpec with(SubscriptionSpec spec, String name, Object value) {
        ObjectNode tree = RedisRig.json().valueToTree(spec);
        tree.set(name, RedisRig.json().valueToTree(value));
        return RedisRig.json().convertValue(tree, SubscriptionSpec.class);
    }
}
