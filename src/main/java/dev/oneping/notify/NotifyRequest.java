package dev.oneping.notify;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.model.DeliverWhen.Surroundings;
import dev.oneping.model.Priority;
import dev.oneping.notify.fanout.GroupStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an app sends to {@code POST /v1/notify}, before it is checked.
 *
 * @param to          whom
 * @param title       the line that is shown first
 * @param body        the rest
 * @param data        anything for the app's own code
 * @param category    the app's word for the kind
 * @param priority    how much it may disturb
 * @param expiresIn   how long it is worth showing, for example {@code 1h}
 * @param policy      the escalation policy
 * @param collapseKey a later one with the same key takes its place
 * @param facts       what rules can ask about it, in the app's own words
 * @param deliverWhen what it waits for, and how long at most
 */
public record NotifyRequest(
        @Nullable To to,
        @Nullable String title,
        @Nullable String body,
        @Nullable JsonNode data,
        @Nullable String category,
        @Nullable Priority priority,
        @Nullable Duration expiresIn,
        @Nullable String policy,
        @Nullable String collapseKey,
        @Nullable Map<String, JsonNode> facts,
        @Nullable Wait deliverWhen) {

    /**
     * What a notification waits for.
     *
     * @param anyOf  until one of these is so of any device online
     * @param within no longer than this, counted from now
     * @param by     nor beyond the first such time of the person's clock, for example {@code 18:00}
     */
    public record Wait(
            @Nullable List<Surroundings> anyOf,
            @Nullable Duration within,
            @Nullable String by) {}

    @JsonIgnore
    boolean isForMany() {
        return to != null && (to.users != null || to.group != null || to.topic != null);
    }

    /** The same with what an event says around it. */
    NotifyRequest completed(@Nullable To whom, @Nullable String kind) {
        return new NotifyRequest(
                whom, title, body, data, kind, priority, expiresIn, policy, collapseKey, facts, deliverWhen);
    }

    /**
     * Whom a notification is for: one of the first four.
     *
     * @param pick   who of the group
     * @param quorum how many must act, for {@code quorum}
     * @param each   how long one of the group is asked before the next one is
     */
    public record To(
            @Nullable String user,
            @Nullable List<@Nullable String> users,
            @Nullable String group,
            @Nullable String topic,
            @Nullable GroupStrategy pick,
            @Nullable Integer quorum,
            @Nullable Duration each) {

        /** One person. */
        public static To person(String user) {
            return new To(user, null, null, null, null, null, null);
        }
    }
}
