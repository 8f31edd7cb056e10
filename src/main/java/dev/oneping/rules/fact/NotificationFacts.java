package dev.oneping.rules.fact;

import dev.oneping.model.DeliverWhen;
import dev.oneping.model.GroupRole;
import dev.oneping.model.Priority;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a notification that rules can use. Its content is excluded, so no explanation can leak it.
 *
 * @param id        its id
 * @param category  the app's category, for example {@code chat}
 * @param priority  the urgency
 * @param createdAt the time of acceptance, from which every {@code at_most} counts
 * @param expiresAt the time from which it is not shown
 * @param policy    the escalation policy that the app requested
 * @param circle    the relation to other recipients in a group
 * @param progress  the progress of its escalation
 * @param app       the facts sent by the app: strings, booleans, numbers
 * @param gathered  the digest that it is part of; null for none
 * @param deliverWhen the app's condition for which it is held; null for none
 */
public record NotificationFacts(
        String id,
        String category,
        Priority priority,
        Instant createdAt,
        Instant expiresAt,
        String policy,
        GroupRole circle,
        Progress progress,
        Map<String, Object> app,
        @Nullable DigestState gathered,
        @Nullable DeliverWhen deliverWhen) {

    /** The maximum number of facts sent by an app. */
    public static final int MAX_APP_FACTS = 32;

    public NotificationFacts {
        circle = Objects.requireNonNullElse(circle, GroupRole.ONE_PERSON);
        app = Map.copyOf(app);
    }

    /** A notification without facts from the app. */
    public NotificationFacts(
            String id,
            String category,
            Priority priority,
            Instant createdAt,
            Instant expiresAt,
            String policy,
            GroupRole circle,
            Progress progress) {
        this(id, category, priority, createdAt, expiresAt, policy, circle, progress, Map.of(), null, null);
    }
}
