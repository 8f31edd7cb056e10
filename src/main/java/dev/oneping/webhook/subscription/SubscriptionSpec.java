package dev.oneping.webhook.subscription;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
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
 * The settings of a subscription, with the field names of the API, so that a merge patch can be applied to them.
 *
 * @param url         the endpoint; checked again before each attempt
 * @param description a free text for the subscriber
 * @param types       the types of events; one match is enough
 * @param filters     CloudEvents filters on these events; all must pass
 * @param users       the users; all of the tenant if these and {@code groups} are omitted
 * @param groups      groups whose members, at the time of the event, are included too
 * @param format      the form of a delivery's headers and body
 * @param headers     custom headers of each delivery; stored, never returned
 * @param signing     the signature scheme of new keys
 * @param rate        the limit of deliveries a minute; no limit if omitted
 * @param order       whether the events of one user are sent in order
 * @param minInterval the least time between two events of one type about one user; of those in between, only the latest
 *                    is sent
 * @param sendState   whether the current presence of each of {@code users} is sent first
 * @param expiresAt   the time at which the subscription ends by itself
 * @param paused      whether deliveries are queued and not sent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SubscriptionSpec(
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
    public SubscriptionSpec {
        types = List.copyOf(types);
        users = users == null ? null : List.copyOf(users);
        groups = groups == null ? null : List.copyOf(groups);
        headers = headers == null ? null : Map.copyOf(headers);
        if (types.isEmpty()) {
            throw new IllegalArgumentException("a subscription has at least one type");
        }
    }

    /** Returns whether deliveries are independent of one another. */
    @JsonIgnore
    public boolean isPlain() {
        return minInterval == null && order == DeliveryOrder.NONE;
    }

    /** Returns whether a delivery can be sent without being queued. */
    public boolean goesAtOnce() {
        return isPlain() && !paused && rate == null;
    }

    /** Creates a specification with the default of every optional setting. */
    public static SubscriptionSpec of(String url, List<TypePattern> types) {
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

    /** Returns a copy with other headers. */
    SubscriptionSpec with(@Nullable Map<String, String> others) {
        return with(others, rate);
    }

    /** Returns a copy with another rate. */
    public SubscriptionSpec withRate(int other) {
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
