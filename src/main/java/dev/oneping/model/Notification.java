package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an app wants a person to know, as it was accepted. It never changes; what becomes of it is its life, kept apart.
 *
 * @param id          its id
 * @param to          the person
 * @param content     what to show
 * @param category    the app's word for the kind, for example {@code chat}
 * @param priority    how much it may disturb
 * @param policy      the name of the escalation policy in the rule set
 * @param collapseKey a later notification with the same key takes this one's place; null for none
 * @param createdAt   when it was accepted
 * @param expiresAt   after this instant nobody wants to see it
 * @param facts       what the app says of it in its own words, for the rules: text, booleans, numbers
 * @param origin      the notification that it was made of; null for one that an app sent
 */
public record Notification(
        NotificationId id,
        UserRef to,
        Content content,
        String category,
        Priority priority,
        String policy,
        @Nullable String collapseKey,
        Instant createdAt,
        Instant expiresAt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> facts,
        @Nullable Origin origin) {

    @JsonCreator
    public Notification {
        facts = facts == null ? Map.of() : Map.copyOf(facts);
    }

    /** One that an app sent. */
    public Notification(
            NotificationId id,
            UserRef to,
            Content content,
            String category,
            Priority priority,
            String policy,
            @Nullable String collapseKey,
            Instant createdAt,
            Instant expiresAt,
            Map<String, Object> facts) {
        this(id, to, content, category, priority, policy, collapseKey, createdAt, expiresAt, facts, null);
    }

    /** One of which the app says nothing else. */
    public Notification(
            NotificationId id,
            UserRef to,
            Content content,
            String category,
            Priority priority,
            String policy,
            @Nullable String collapseKey,
            Instant createdAt,
            Instant expiresAt) {
        this(id, to, content, category, priority, policy, collapseKey, createdAt, expiresAt, Map.of());
    }
}
