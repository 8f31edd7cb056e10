package dev.oneping.webhook.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The health of a subscription's endpoint.
 *
 * @param pending      the number of queued deliveries; with the order per user, one for each user
 * @param dead         the number of dead deliveries that can be recovered
 * @param succeeded    the total number of successful attempts
 * @param failed       the total number of failed attempts
 * @param succeededAt  the time of the last success
 * @param failingSince the time since which all attempts have failed
 * @param failures     the number of failed attempts since then
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EndpointHealth(
        long pending,
        long dead,
        long succeeded,
        long failed,
        @Nullable Instant succeededAt,
        @Nullable Instant failingSince,
        long failures) {

    static EndpointHealth of(Map<String, String> fields, long pending, long dead) {
        return new EndpointHealth(
                pending,
                dead,
                number(fields, "succeeded"),
                number(fields, "failed"),
                instant(fields, "succeeded_at"),
                instant(fields, "failing_since"),
                number(fields, "failures"));
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(fields.getOrDefault(name, "0"));
    }

    private static @Nullable Instant instant(Map<String, String> fields, String name) {
        String text = fields.get(name);
        return text == null ? null : Instant.ofEpochMilli(Long.parseLong(text));
    }
}
