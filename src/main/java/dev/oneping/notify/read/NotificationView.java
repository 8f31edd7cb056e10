package dev.oneping.notify.read;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.PresumedSeen;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.store.NotificationStore.Found;
import dev.oneping.model.Content;
import dev.oneping.model.DeviceId;
import dev.oneping.model.DigestSummary;
import dev.oneping.model.Notification;
import dev.oneping.model.Origin;
import dev.oneping.model.Priority;
import dev.oneping.model.Variant;
import dev.oneping.notify.NotifyRequest.To;
import dev.oneping.notify.fanout.FanOutService;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A notification as its app can read it: the request and its current state.
 *
 * @param id          its id
 * @param to          the recipient
 * @param state       accepted, held, delivering, or the final outcome
 * @param reason      why it waits or why it ended, if the state alone does not tell it
 * @param until       the end of the hold or of the ack window
 * @param target      the target that shows it, or to which it was sent
 * @param answeredBy  the device on which the user answered
 * @param endedAt     when it ended
 * @param attempts    every attempt, oldest first
 * @param displayedOn the further devices that show it without sound
 * @param presumedSeen the presumption that the user saw it
 * @param digest      the digest that it represents; null if none
 * @param contentHidden whether title, body and data are left out, because the caller may only inspect
 * @param version     grows by one with each transition
 * @param partOf      the fan-out that it is a part of
 * @param resendOf    the notification that it resends
 * @param fanOut      the progress, if it is for many users
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotificationView(
        String id,
        To to,
        String state,
        @Nullable String reason,
        @Nullable Instant until,
        @Nullable Target target,
        @Nullable String answeredBy,
        @Nullable Instant endedAt,
        String title,
        @Nullable String body,
        @Nullable JsonNode data,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean contentHidden,
        String category,
        Priority priority,
        String policy,
        @Nullable String collapseKey,
        Instant createdAt,
        Instant expiresAt,
        List<Try> attempts,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> displayedOn,
        @Nullable Presumed presumedSeen,
        @Nullable Digest digest,
        long version,
        @Nullable String partOf,
        @Nullable String resendOf,
        @Nullable FanOutView fanOut) {

    static NotificationView of(Found found) {
        VersionedState tracked = found.tracked();
        Notification asked = found.notification();
        return of(
                asked,
                new To(asked.to().user().value(), null, null, null, null, null, null),
                Progress.of(tracked.state()),
                tracked.state(),
                tracked.version(),
                null);
    }

    static NotificationView of(FanOutService.Overview overview) {
        return of(
                overview.fanOut().pattern(),
                FanOutView.to(overview.fanOut().audience()),
                FanOutView.progress(overview.state()),
                State.Accepted.FRESH,
                overview.version(),
                FanOutView.of(overview));
    }

    private static NotificationView of(
            Notification asked, To to, Progress progress, State state, long version, @Nullable FanOutView fanOut) {
        Content content = asked.content();
        return new NotificationView(
                asked.id().value(),
                to,
                progress.state(),
                progress.reason(),
                progress.until(),
                progress.target(),
                progress.answeredBy(),
                progress.endedAt(),
                content.title(),
                content.body(),
                content.data(),
                false,
                asked.category(),
                asked.priority(),
                asked.policy(),
                asked.collapseKey(),
                asked.createdAt(),
                asked.expiresAt(),
                tries(state),
                state.silent().stream().map(display -> display.device().value()).toList(),
                Presumed.of(state.presumed()),
                Digest.of(asked.gathering()),
                version,
                asked.origin() instanceof Origin.Part part ? part.of().value() : null,
                asked.origin() instanceof Origin.Again again ? again.of().value() : null,
                fanOut);
    }

    /** Returns the same without what the app wrote for the user, for those who only inspect. */
    public NotificationView withoutContent() {
        return new NotificationView(
                id,
                to,
                state,
                reason,
                until,
                target,
                answeredBy,
                endedAt,
                "",
                null,
                null,
                true,
                category,
                priority,
                policy,
                collapseKey,
                createdAt,
                expiresAt,
                attempts,
                displayedOn,
                presumedSeen,
                digest == null ? null : new Digest(digest.rule(), digest.until(), digest.count(), List.of()),
                version,
                partOf,
                resendOf,
                fanOut);
    }

    private static List<Try> tries(State state) {
        return state.made().stream().map(Try::of).toList();
    }

    /**
     * A digest: the number of notifications that it represents, the titles of the last ones, and when they are shown.
     */
    record Digest(String rule, Instant until, int count, List<String> titles) {
        static @Nullable Digest of(@Nullable DigestSummary digest) {
            return digest == null ? null : new Digest(digest.rule(), digest.until(), digest.count(), digest.titles());
        }
    }

    /** The presumption that the user saw it on a device in use; the confidence is a probability. */
    record Presumed(String device, Instant at, double confidence) {
        static @Nullable Presumed of(@Nullable PresumedSeen seen) {
            return seen == null || seen.revoked()
                    ? null
                    : new Presumed(seen.device().value(), seen.at(), seen.confidence());
        }
    }

    /** The target: a device, a channel, or both. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Target(@Nullable String device, @Nullable String channel) {
        static Target of(dev.oneping.delivery.life.Target target) {
            DeviceId device = target.device();
            return new Target(device == null ? null : device.value(), target.channel());
        }
    }

    /**
     * One attempt to reach the user.
     *
     * @param acceptedAt when the channel's provider accepted it, which does not mean that the device or the user has it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Try(
            int number,
            @Nullable String device,
            @Nullable String channel,
            boolean ring,
            Variant show,
            Instant startedAt,
            Instant ackBy,
            @Nullable Instant acceptedAt,
            @Nullable Instant receivedAt,
            @Nullable String over) {

        static Try of(Attempt attempt) {
            Target target = Target.of(attempt.target());
            return new Try(
                    attempt.number(),
                    target.device(),
                    target.channel(),
                    attempt.ring(),
                    attempt.variant(),
                    attempt.startedAt(),
                    attempt.ackBy(),
                    attempt.transit().acceptedAt(),
                    attempt.receivedAt(),
                    attempt.over());
        }
    }

    /** A state in its form of the API. */
    public record Progress(
            String state,
            @Nullable String reason,
            @Nullable Instant until,
            @Nullable Target target,
            @Nullable String answeredBy,
            @Nullable Instant endedAt) {

        public static Progress of(State state) {
            return switch (state) {
                case State.Accepted ignored -> new Progress("accepted", null, null, null, null, null);
                case State.Held held -> new Progress("held", held.reason(), held.until(), null, null, null);
                case State.Delivering delivering ->
                    new Progress(
                            "delivering",
                            null,
                            delivering.attempt().ackBy(),
                            Target.of(delivering.attempt().target()),
                            null,
                            null);
                case State.Ended ended ->
                    new Progress(
                            ended.outcome().name().toLowerCase(Locale.ROOT),
                            ended.reason(),
                            null,
                            null,
                            ended.by() == null ? null : ended.by().value(),
                            ended.at());
            };
        }
    }
}
