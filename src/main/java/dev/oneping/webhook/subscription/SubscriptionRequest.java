package dev.oneping.webhook.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.outbound.sign.SignatureScheme;
import dev.oneping.webhook.format.WebhookFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to create or change a subscription, before validation.
 *
 * @param url         the endpoint: {@code https}, and a host with public addresses
 * @param types       the types of events, for example {@code notification.*}; one match is enough
 * @param description a free text for the subscriber
 * @param filters     CloudEvents filters on these events; all must pass
 * @param users       the users; all of the tenant if these and {@code groups} are omitted
 * @param groups      groups whose members, at the time of the event, are included too
 * @param format      the form of a delivery's headers and body
 * @param headers     custom headers of each delivery; their values are never returned
 * @param signing     the signature scheme
 * @param rate        the limit of deliveries a minute
 * @param order       whether the events of one user are sent in order
 * @param minInterval the least time between two events of one type about one user
 * @param sendState   whether the current presence of each of {@code users} is sent first
 * @param expiresAt   the time at which the subscription ends by itself
 * @param paused      whether deliveries are queued and not sent
 */
public record SubscriptionRequest(
        @Nullable String url,
        @Nullable List<String> types,
        @Nullable String description,
        @Nullable JsonNode filters,
        @Nullable List<String> users,
        @Nullable List<String> groups,
        @Nullable WebhookFormat format,
        @Nullable Map<String, String> headers,
        @Nullable SignatureScheme signing,
        @Nullable Integer rate,
        @Nullable DeliveryOrder order,
        @Nullable Duration minInterval,
        @Nullable Boolean sendState,
        @Nullable Instant expiresAt,
        @Nullable Boolean paused) {

    /** Omits the contents, because headers may be secret. */
    @Override
    public String toString() {
        return "SubscriptionRequest[REDACTED]";
    }
}
