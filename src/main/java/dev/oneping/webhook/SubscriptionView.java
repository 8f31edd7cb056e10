package dev.oneping.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.events.TypePattern;
import dev.oneping.model.SubscriptionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as it is shown.
 *
 * @param state          {@code active} or {@code disabled}
 * @param disabledReason why, while it is disabled
 * @param secret         what deliveries are signed with; only in the answer to its making
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SubscriptionView(
        SubscriptionId id,
        String url,
        List<TypePattern> types,
        String state,
        @Nullable String disabledReason,
        @Nullable Instant disabledAt,
        Instant createdAt,
        @Nullable String secret) {

    static SubscriptionView of(Subscription subscription) {
        return of(subscription, null);
    }

    static SubscriptionView withSecret(Subscription subscription) {
        return of(subscription, subscription.secrets().getFirst().reveal());
    }

    private static SubscriptionView of(Subscription subscription, @Nullable String secret) {
        Subscription.Disabled disabled = subscription.disabled();
        return new SubscriptionView(
                subscription.id(),
                subscription.url(),
                subscription.types(),
                disabled == null ? "active" : "disabled",
                disabled == null ? null : disabled.reason(),
                disabled == null ? null : disabled.since(),
                subscription.created(),
                secret);
    }

    /** Without the secret, for a log may get it. */
    @Override
    public String toString() {
        return "SubscriptionView[" + id + " " + state + "]";
    }
}
