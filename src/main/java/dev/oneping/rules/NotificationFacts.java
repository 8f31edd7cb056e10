package dev.oneping.rules;

import dev.oneping.model.Priority;
import java.time.Instant;

/**
 * What rules may know of a notification. Its content is not among it, so no explanation can leak it.
 *
 * @param id        its id
 * @param category  the app's word for the kind, for example {@code chat}
 * @param priority  how much it may disturb
 * @param createdAt when it was accepted; every {@code at_most} counts from here
 * @param expiresAt from this instant on nobody wants to see it
 * @param policy    the escalation policy that the app asked for
 * @param attempts  how many attempts were begun so far
 */
public record NotificationFacts(
        String id,
        String category,
        Priority priority,
        Instant createdAt,
        Instant expiresAt,
        String policy,
        int attempts) {
    public NotificationFacts {
        if (attempts < 0) {
            throw new IllegalArgumentException("attempts must not be negative, but is " + attempts);
        }
    }
}
