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
 * The body of {@code POST /v1/notify}, before validation.
 *
 * @param to          the recipients
 * @param title       the line that is shown first
 * @param body        the rest
 * @param data        anything for the app's own code
 * @param category    the app's name for the kind
 * @param priority    how far it may interrupt
 * @param expiresIn   the time to live, for example {@code 1h}
 * @param policy      the escalation policy
 * @param collapseKey a later notification with the same key replaces it
 * @param facts       the app's own attributes, which rules can refer to
 * @param deliverWhen the condition that it waits for, and the longest wait
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
     * The condition that a notification waits for.
     *
     * @param anyOf  alternatives; one must hold for any online device
     * @param within the longest wait, counted from now
     * @param by     the latest local time of the user, for example {@code 18:00}
     */
    public record Wait(
            @Nullable List<Surroundings> anyOf,
            @Nullable Duration within,
            @Nullable String by) {}

    @JsonIgnore
    public boolean isForMany() {
        return to != null && (to.users != null || to.group != null || to.topic != null);
    }

    /** Returns a copy with missing fields filled in from the event's context attributes. */
    public NotifyRequest completed(@Nullable To whom, @Nullable String kind) {
        return new NotifyRequest(
                whom, title, body, data, kind, priority, expiresIn, policy, collapseKey, facts, deliverWhen);
    }

    /**
     * The recipients of a notification: exactly one of the first four.
     *
     * @param pick   the strategy for a group
     * @param quorum the number of members who must act, for {@code quorum}
     * @param each   how long one member is asked before the next one is
     */
    public record To(
            @Nullable String user,
            @Nullable List<@Nullable String> users,
            @Nullable String group,
            @Nullable String topic,
            @Nullable GroupStrategy pick,
            @Nullable Integer quorum,
            @Nullable Duration each) {

        /** Takes an empty list beside another recipient for none: generated clients send every list. */
        public To {
            boolean isNamed = user != null || group != null || topic != null;
            users = isNamed && users != null && users.isEmpty() ? null : users;
        }

        /** Creates the recipient of a single user. */
        public static To person(String user) {
            return new To(user, null, null, null, null, null, null);
        }
    }
}
