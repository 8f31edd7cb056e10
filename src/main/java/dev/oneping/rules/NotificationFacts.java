package dev.oneping.rules;

import dev.oneping.model.DeliverWhen;
import dev.oneping.model.GroupRole;
import dev.oneping.model.Priority;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What rules may know of a notification. Its content is not among it, so no explanation can leak it.
 *
 * @param id        its id
 * @param category  the app's word for the kind, for example {@code chat}
 * @param priority  how much it may disturb
 * @param createdAt when it was accepted; every {@code at_most} counts from here
 * @param expiresAt from this instant on nobody wants to see it
 * @param policy    the escalation policy that the app asked for
 * @param circle    whether it went to a group, and whether the others in it can still be asked
 * @param progress  how far its escalation has come
 * @param app       what the app says of it in its own words: text, booleans, numbers
 * @param gathered  that it is gathered with others; null if it stands alone
 * @param deliverWhen what its app wants it to wait for; null for nothing
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

    /** More words than this are not taken from an app. */
    public static final int MAX_APP_FACTS = 32;

    public NotificationFacts {
        circle = Objects.requireNonNullElse(circle, GroupRole.ONE_PERSON);
        app = Map.copyOf(app);
    }

    /** One of which the app says nothing else. */
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
