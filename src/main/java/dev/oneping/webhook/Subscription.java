package dev.oneping.webhook;

import dev.oneping.events.TypePattern;
import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wish to get events.
 *
 * @param id       its name
 * @param tenant   whose events
 * @param url      where they go; checked again before each attempt
 * @param types    which types of events; one that matches is enough
 * @param secrets  what deliveries are signed with, the newest first
 * @param created  when it was made
 * @param disabled why nothing is sent any more; null while it is active
 */
record Subscription(
        SubscriptionId id,
        TenantId tenant,
        String url,
        List<TypePattern> types,
        List<Secret> secrets,
        Instant created,
        @Nullable Disabled disabled) {

    /** Copies the lists and refuses empty ones. */
    Subscription {
        types = List.copyOf(types);
        secrets = List.copyOf(secrets);
        if (types.isEmpty() || secrets.isEmpty()) {
            throw new IllegalArgumentException("a subscription has at least one type and one secret");
        }
    }

    boolean isActive() {
        return disabled == null;
    }

    boolean wants(String type) {
        return isActive() && types.stream().anyMatch(pattern -> pattern.matches(type));
    }

    Subscription disabled(String reason, Instant now) {
        return new Subscription(id, tenant, url, types, secrets, created, new Disabled(reason, now));
    }

    /**
     * The end of it, until somebody enables it again.
     *
     * @param reason {@code gone}: the receiver answered 410
     * @param since  when
     */
    record Disabled(String reason, Instant since) {}
}
