package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A notification as it was accepted. It is immutable; its delivery state is stored separately.
 *
 * @param id          its id
 * @param to          the user
 * @param content     the content
 * @param category    the app's category, for example {@code chat}
 * @param priority    the urgency
 * @param policy      the name of the escalation policy in the rule set
 * @param collapseKey a later notification with the same key supersedes this one; null for none
 * @param createdAt   the time of acceptance
 * @param expiresAt   the time after which it is not shown
 * @param facts       the app's own facts about it for the rules: strings, booleans, numbers
 * @param deliverWhen the condition for which it is held; null for none
 * @param gathering   the digest that it represents; null if it is no digest
 * @param origin      the notification that it derives from; null for one that an app sent
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
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DigestSummary gathering,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Origin origin) {

    @JsonCreator
    public Notification {
        facts = facts == null ? Map.of() : Map.copyOf(facts);
    }

    /** A notification that an app sent. */
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

    /** A notification that an app sent without facts. */
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

    /** A copy with a different id. */
    public Notification under(NotificationId other) {
        return with(other, content, priority, collapseKey, expiresAt, gathering);
    }

    /** A copy with a collapse key, by which it supersedes an older one. */
    public Notification collapsing(String key) {
        return with(id, content, priority, key, expiresAt, gathering);
    }

    /** A copy with the part of the content that a variant shows. */
    public Notification shownAs(Variant variant) {
        return variant == Variant.RICH
                ? this
                : with(id, content.in(variant), priority, collapseKey, expiresAt, gathering);
    }

    /** A copy that represents a digest: with the highest priority and the longest life of those that it represents. */
    public Notification asDigest(DigestSummary digest) {
        Priority highest =
                digest.priority() != null && digest.priority().atLeast(priority) ? digest.priority() : priority;
        Instant last = digest.expiry() != null && digest.expiry().isAfter(expiresAt) ? digest.expiry() : expiresAt;
        return with(id, content, highest, collapseKey, last, digest);
    }

    private Notification with(
            NotificationId otherId,
            Content shown,
            Priority raised,
            @Nullable String key,
            Instant end,
            @Nullable DigestSummary digest) {
        return new Notification(
                otherId, to, shown, category, raised, policy, key, createdAt, end, facts, deliverWhen, digest, origin);
    }
}
