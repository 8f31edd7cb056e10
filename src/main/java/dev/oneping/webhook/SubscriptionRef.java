package dev.oneping.webhook;

import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;

/** The full address of a subscription. */
record SubscriptionRef(TenantId tenant, SubscriptionId id) {

    /** Reads what {@link #toString()} wrote. */
    static SubscriptionRef parse(String text) {
        int colon = text.indexOf(':');
        return new SubscriptionRef(
                new TenantId(text.substring(0, colon)), new SubscriptionId(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return tenant + ":" + id;
    }
}
