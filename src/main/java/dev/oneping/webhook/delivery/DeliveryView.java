package dev.oneping.webhook.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as the API returns it.
 *
 * @param id       the event's id, which is the {@code webhook-id} too
 * @param type     the event's type
 * @param state    its state
 * @param nextAt   the time of the next attempt, while it is pending
 * @param attempts the attempts made, the oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeliveryView(
        String id,
        String type,
        DeliveryState state,
        @Nullable Instant nextAt,
        List<DeliveryAttempt> attempts) {

    static DeliveryView of(Map<String, String> fields, Function<String, DeliveryAttempt> reader) {
        List<DeliveryAttempt> attempts = new ArrayList<>();
        int made = Integer.parseInt(field(fields, "attempts"));
        for (int number = 1; number <= made; number++) {
            String line = fields.get("attempt:" + number);
            if (line != null) {
                attempts.add(reader.apply(line));
            }
        }
        String next = field(fields, "next");
        return new DeliveryView(
                field(fields, "event"),
                field(fields, "type"),
                DeliveryState.named(field(fields, "state")),
                next.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(next)),
                List.copyOf(attempts));
    }

    private static String field(Map<String, String> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }
}
