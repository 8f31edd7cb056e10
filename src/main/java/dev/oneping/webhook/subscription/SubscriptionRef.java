package dev.oneping.webhook.subscription;

import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;

/** The tenant and id of a subscription. */
public record SubscriptionRef(TenantId tenant, SubscriptionId id) {

    /** Parses the form of {@link #toString()}. */
    public static SubscriptionRef parse(String text) {
        int colon = text.indexOf(':');
        return new SubscriptionRef(
                new TenantId(text.substring(0, colon)), new SubscriptionId(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return tenant + ":" + id;
    }
}
