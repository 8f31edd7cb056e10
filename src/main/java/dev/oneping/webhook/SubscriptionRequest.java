package dev.oneping.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.outbound.sign.SignatureScheme;
import dev.oneping.webhook.format.WebhookFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription shall be, before it is checked.
 *
 * @param url         where events go: {@code https}, and a host with public addresses
 * @param types       which, for example {@code notification.*}; one that matches is enough
 * @param description for people
 * @param filters     which of these, by CloudEvents filters; all must pass
 * @param users       whose; everybody's if these and {@code groups} are left out
 * @param groups      and those of whoever is in one of these groups when it happens
 * @param format      what a delivery looks like
 * @param headers     what is sent along; never shown again
 * @param signing     how deliveries are signed
 * @param rate        how many deliveries a minute at the most
 * @param order       whether one person's events wait for one another
 * @param minInterval the least time between two events of one type for one person
 * @param sendState   whether the presence of each of {@code users} is sent at the beginning
 * @param expiresAt   when it ends by itself
 * @param paused      whether deliveries wait
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

    /** Without what it holds, for headers may be secret. */
    @Override
    public String toString() {
        return "SubscriptionRequest[REDACTED]";
    }
}
