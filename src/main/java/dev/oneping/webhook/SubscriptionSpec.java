package dev.oneping.webhook;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.events.TypePattern;
import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import dev.oneping.outbound.sign.SignatureScheme;
import dev.oneping.webhook.format.WebhookFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber asked for, in the very words of the API, so that a merge patch can be applied to it.
 *
 * @param url         where events go; checked again before each attempt
 * @param description for people
 * @param types       which types of events; one that matches is enough
 * @param filters     which of these, by CloudEvents filters; all must pass
 * @param users       whose; all people of the tenant if these and {@code groups} are left out
 * @param groups      and those of whoever is in one of these groups when it happens
 * @param format      what a delivery looks like
 * @param headers     what is sent along; written, never shown
 * @param signing     what new keys are made for
 * @param rate        how many deliveries a minute at the most; no limit if left out
 * @param order       whether one person's events wait for one another
 * @param minInterval the least time between two events of one type for one person; the latest of those between wins
 * @param sendState   whether the presence of each of {@code users} is sent at the beginning
 * @param expiresAt   when it ends by itself
 * @param paused      whether deliveries wait
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SubscriptionSpec(
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
        boolean paused) {

    /** Copies the collections. */
    SubscriptionSpec {
        types = List.copyOf(types);
        users = users == null ? null : List.copyOf(users);
        groups = groups == null ? null : List.copyOf(groups);
        headers = headers == null ? null : Map.copyOf(headers);
        if (types.isEmpty()) {
            throw new IllegalArgumentException("a subscription has at least one type");
        }
    }

    /** Whether deliveries need not wait for one another. */
    boolean isPlain() {
        return minInterval == null && order == DeliveryOrder.NONE;
    }

    /** Whether a delivery can go the moment it is taken in. */
    boolean goesAtOnce() {
        return isPlain() && !paused && rate == null;
    }

    /** The least that can be asked for. */
    static SubscriptionSpec of(String url, List<TypePattern> types) {
        return new SubscriptionSpec(
                url,
                null,
                types,
                null,
                null,
                null,
                WebhookFormat.STRUCTURED,
                null,
                SignatureScheme.V1,
                null,
                DeliveryOrder.NONE,
                null,
                false,
                null,
                false);
    }

    /** The same with other headers. */
    SubscriptionSpec with(@Nullable Map<String, String> others) {
        return with(others, rate);
    }

    /** The same with another rate. */
    SubscriptionSpec withRate(int other) {
        return with(headers, other);
    }

    private SubscriptionSpec with(@Nullable Map<String, String> others, @Nullable Integer otherRate) {
        return new SubscriptionSpec(
                url,
                description,
                types,
                filters,
                users,
                groups,
                format,
                others,
                signing,
                otherRate,
                order,
                minInterval,
                sendState,
                expiresAt,
                paused);
    }
}
