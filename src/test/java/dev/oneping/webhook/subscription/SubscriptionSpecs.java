package dev.oneping.webhook.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.testing.RedisRig;
import dev.oneping.webhook.format.WebhookFormat;
import java.time.Duration;

/** Variations of a minimal subscription. */
public final class SubscriptionSpecs {

    private SubscriptionSpecs() {}

    public static SubscriptionSpec inOrder(SubscriptionSpec spec) {
        return with(spec, "order", "per_user");
    }

    public static SubscriptionSpec paused(SubscriptionSpec spec) {
        return with(spec, "paused", true);
    }

    public static SubscriptionSpec resumed(SubscriptionSpec spec) {
        return with(spec, "paused", false);
    }

    public static SubscriptionSpec everySo(SubscriptionSpec spec, Duration interval) {
        return with(spec, "min_interval", interval.toString());
    }

    public static SubscriptionSpec as(SubscriptionSpec spec, WebhookFormat format) {
        return with(spec, "format", format);
    }

    public static SubscriptionSpec with(SubscriptionSpec spec, String name, Object value) {
        ObjectNode tree = RedisRig.json().valueToTree(spec);
        tree.set(name, RedisRig.json().valueToTree(value));
        return RedisRig.json().convertValue(tree, SubscriptionSpec.class);
    }
}
