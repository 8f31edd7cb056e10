package dev.oneping.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.delivery.Attempt;
import dev.oneping.delivery.DeliveryStore.Found;
import dev.oneping.delivery.State;
import dev.oneping.delivery.Tracked;
import dev.oneping.model.Content;
import dev.oneping.model.Gathering;
import dev.oneping.model.Notification;
import dev.oneping.model.Priority;
import dev.oneping.model.Variant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A notification as its app can read it: what was asked for, and what has become of it.
 *
 * @param id          its id
 * @param to          whom it is for
 * @param state       accepted, held, delivering, or how it ended
 * @param reason      why it waits, or why it ended, where the state does not say it all
 * @param until       until when it waits or an answer is awaited
 * @param target      the device that shows it
 * @param answeredBy  the device on which a person answered
 * @param endedAt     when it ended
 * @param attempts    every try, oldest first
 * @param digest      how many of its kind it stands for; null if it stands alone
 * @param version     grows by one with each step of its life
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record NotificationView(
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
        String category,
        Priority priority,
        String policy,
        @Nullable String collapseKey,
        Instant createdAt,
        Instant expiresAt,
        List<Try> attempts,
        @Nullable Digest digest,
        long version) {

    static NotificationView of(Found found) {
        Notification asked = found.notification();
        Content content = asked.content();
        Tracked tracked = found.tracked();
        Progress progress = Progress.of(tracked.state());
        return new NotificationView(
                asked.id().value(),
                new To(asked.to().user().value()),
                progress.state(),
                progress.reason(),
                progress.until(),
                progress.target(),
                progress.answeredBy(),
                progress.endedAt(),
                content.title(),
                content.body(),
                content.data(),
                asked.category(),
                asked.priority(),
                asked.policy(),
                asked.collapseKey(),
                asked.createdAt(),
                asked.expiresAt(),
                tries(tracked.state()),
                Digest.of(asked.gathering()),
                tracked.version());
    }

    private static List<Try> tries(State state) {
        List<Attempt> attempts = new ArrayList<>(state.past());
        if (state instanceof State.Delivering delivering) {
            attempts.add(delivering.attempt());
        }
        return attempts.stream().map(Try::of).toList();
    }

    /** How many it stands for, with the titles of the last ones, and when they are shown. */
    record Digest(String rule, Instant until, int count, List<String> titles) {
        static @Nullable Digest of(@Nullable Gathering gathering) {
            return gathering == null
                    ? null
                    : new Digest(gathering.rule(), gathering.until(), gathering.count(), gathering.titles());
        }
    }

    /** Whom. */
    record To(String user) {}

    /** The device that shows it. */
    record Target(String device) {}

    /** One try to reach the person. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Try(
            int number,
            String device,
            boolean ring,
            Variant show,
            Instant startedAt,
            Instant ackBy,
            @Nullable Instant receivedAt,
            @Nullable String over) {

        static Try of(Attempt attempt) {
            return new Try(
                    attempt.number(),
                    attempt.device().value(),
                    attempt.ring(),
                    attempt.variant(),
                    attempt.startedAt(),
                    attempt.ackBy(),
                    attempt.receivedAt(),
                    attempt.over());
        }
    }

    /** A state in the words of the API. */
    record Progress(
            String state,
            @Nullable String reason,
            @Nullable Instant until,
            @Nullable Target target,
            @Nullable String answeredBy,
            @Nullable Instant endedAt) {

        static Progress of(State state) {
            return switch (state) {
                case State.Accepted ignored -> new Progress("accepted", null, null, null, null, null);
                case State.Held held -> new Progress("held", held.reason(), held.until(), null, null, null);
                case State.Delivering delivering ->
                    new Progress(
                            "delivering",
                            null,
                            delivering.attempt().ackBy(),
                            new Target(delivering.attempt().device().value()),
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
