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
 * @param deliverWhen what it waits for; null for nothing
 * @param gathering   that it stands for others of its kind; null if it stands alone
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
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DeliverWhen deliverWhen,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DigestInfo gathering,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Origin origin) {

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
        this(id, to, content, category, priority, policy, collapseKey, createdAt, expiresAt, facts, null, null, null);
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

    /** The same under an id that was given before. */
    public Notification under(NotificationId other) {
        return new Notification(
                other,
                to,
                content,
                category,
                priority,
                policy,
                collapseKey,
                createdAt,
                expiresAt,
                facts,
                deliverWhen,
                gathering,
                origin);
    }

    /** The same with a key by which it takes the place of an older one. */
    public Notification collapsing(String key) {
        return new Notification(
                id,
                to,
                content,
                category,
                priority,
                policy,
                key,
                createdAt,
                expiresAt,
                facts,
                deliverWhen,
                gathering,
                origin);
    }

    /** The same with as much of its content as a variant shows. */
    public Notification shownAs(Variant variant) {
        return variant == Variant.RICH
                ? this
                : new Notification(
                        id,
                        to,
                        content.in(variant),
                        category,
                        priority,
                        policy,
                        collapseKey,
                        createdAt,
                        expiresAt,
                        facts,
                        deliverWhen,
                        gathering,
                        origin);
    }

    /** The same, standing for others. */
    public Notification standingFor(DigestInfo others) {
        return new Notification(
                id,
                to,
                content,
                category,
                priority,
                policy,
                collapseKey,
                createdAt,
                expiresAt,
                facts,
                deliverWhen,
                others,
                origin);
    }
}
