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
 * @param inGroup   whether it went to a group, and not to one person
 * @param progress  how far its escalation has come
 */
public record NotificationFacts(
        String id,
        String category,
        Priority priority,
        Instant createdAt,
        Instant expiresAt,
        String policy,
        boolean inGroup,
        Progress progress) {}
