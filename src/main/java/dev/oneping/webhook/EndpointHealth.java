package dev.oneping.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a subscription's endpoint fares.
 *
 * @param pending      how many deliveries wait; in order per user, one for each person
 * @param dead         how many gave up and can be recovered
 * @param succeeded    how many attempts were taken, ever
 * @param failed       how many were not
 * @param succeededAt  the last success
 * @param failingSince since when there has been none
 * @param failures     how many attempts failed since then
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
