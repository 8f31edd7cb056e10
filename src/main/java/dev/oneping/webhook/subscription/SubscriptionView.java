package dev.oneping.webhook.subscription;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.events.TypePattern;
import dev.oneping.model.GroupId;
import dev.oneping.model.SubscriptionId;
import dev.oneping.model.UserId;
import dev.oneping.outbound.sign.SignatureScheme;
import dev.oneping.webhook.format.WebhookFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as the API returns it.
 *
 * @param headers        the names of the custom headers, without their values
 * @param state          {@code active}, {@code paused}, {@code unverified}, {@code disabled} or {@code expired}
 * @param disabledReason the reason, while it is disabled
 * @param publicKey      the key that verifies deliveries, if they are signed by v1a
 * @param secret         the shared secret; only in the response that created it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SubscriptionView(
        SubscriptionId id,
        String url,
        @Nullable String description,
        List<TypePattern> types,
        @Nullable JsonNode filters,
        @Nullable List<UserId> users,
        @Nullable List<GroupId> groups,
        WebhookFormat format,
        @Nullable Map<String, String> headers,
        SignatureScheme signing,
        @Nullable Integer rate,
        DeliveryOrder order,

        @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        Duration minInterval,

        boolean sendState,
        @Nullable Instant expiresAt,
        String state,
        @Nullable String disabledReason,
        @Nullable Instant disabledAt,
        Instant createdAt,
        @Nullable String publicKey,
        @Nullable String secret) {

    public static SubscriptionView of(Subscription subscription, Instant now) {
        return of(subscription, now, false);
    }

    public static SubscriptionView withSecret(Subscription subscription, Instant now) {
        return of(subscription, now, true);
    }

    private static SubscriptionView of(Subscription subscription, Instant now, boolean withSecret) {
        SubscriptionSpec spec = subscription.spec();
        Subscription.Status status = subscription.status();
        Subscription.Disabled disabled = status.disabled();
        String key = subscription.newestKey().forReceiver();
        boolean open = subscription.newestKey().signing() == SignatureScheme.V1A;
        return new SubscriptionView(
                subscription.id(),
                spec.url(),
                spec.description(),
                spec.types(),
                spec.filters(),
                spec.users(),
                spec.groups(),
                spec.format(),
                hidden(spec.headers()),
                spec.signing(),
                spec.rate(),
                spec.order(),
                spec.minInterval(),
                spec.sendState(),
                spec.expiresAt(),
                subscription.state(now).word(),
                disabled == null ? null : disabled.reason(),
                disabled == null ? null : disabled.since(),
                status.created(),
                open ? key : null,
                withSecret && !open ? key : null);
    }

    private static @Nullable Map<String, String> hidden(@Nullable Map<String, String> headers) {
        if (headers == null) {
            return null;
        }
        Map<String, String> names = new TreeMap<>();
        headers.keySet().forEach(name -> names.put(name, HeaderRules.HIDDEN));
        return names;
    }

    /** Omits the secret, because the text may be logged. */
    @Override
    public String toString() {
        return "SubscriptionView[" + id + " " + state + "]";
    }
}
