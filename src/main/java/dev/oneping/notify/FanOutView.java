package dev.oneping.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.model.UserId;
import dev.oneping.notify.NotificationView.Progress;
import dev.oneping.notify.NotifyRequest.To;
import dev.oneping.notify.fanout.Audience;
import dev.oneping.notify.fanout.FanOutEnd;
import dev.oneping.notify.fanout.FanOutService;
import dev.oneping.notify.fanout.FanOutState;
import dev.oneping.notify.fanout.GroupStrategy;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a notification for many people has come.
 *
 * @param people     for how many it is, where that is known beforehand
 * @param asked      how many have been given it
 * @param refused    how many could not take it, for too much was open for them
 * @param counts     how many of their parts are in which state
 * @param asking     who of a group is being asked at the moment
 * @param widenedBy  whose policy came to ask everyone in the group, while they are asked
 * @param answeredBy who of a group has answered
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FanOutView(
        @Nullable Integer people,
        long asked,
        long refused,
        Map<String, Long> counts,
        @Nullable Asking asking,
        @Nullable String widenedBy,
        @Nullable String answeredBy) {

    static FanOutView of(FanOutService.Overview overview) {
        FanOutState stage = overview.stage();
        return new FanOutView(
                people(overview.fanOut().audience()).map(List::size).orElse(null),
                stage.tally().asked(),
                stage.tally().refused(),
                new TreeMap<>(overview.counts()),
                stage instanceof FanOutState.Asking asking
                        ? new Asking(asking.user().value(), asking.part().value())
                        : null,
                name(widenedBy(stage)),
                name(answeredBy(stage)));
    }

    private static Optional<List<UserId>> people(Audience audience) {
        return switch (audience) {
            case Audience.OneOf oneOf -> Optional.of(oneOf.people());
            case Audience.Everyone everyone -> Optional.of(everyone.people());
            case Audience.Subscribers ignored -> Optional.empty();
        };
    }

    private static @Nullable UserId widenedBy(FanOutState stage) {
        return switch (stage) {
            case FanOutState.Spreading spreading -> spreading.caller();
            case FanOutState.Watching watching -> watching.caller();
            case FanOutState.Asking ignored -> null;
            case FanOutState.Waiting ignored -> null;
            case FanOutState.Closing ignored -> null;
            case FanOutState.Over ignored -> null;
        };
    }

    private static @Nullable UserId answeredBy(FanOutState stage) {
        return switch (stage) {
            case FanOutState.Closing closing -> closing.by();
            case FanOutState.Over over -> over.by();
            case FanOutState.Spreading ignored -> null;
            case FanOutState.Watching ignored -> null;
            case FanOutState.Asking ignored -> null;
            case FanOutState.Waiting ignored -> null;
        };
    }

    private static @Nullable String name(@Nullable UserId user) {
        return user == null ? null : user.value();
    }

    /** Whom it is for, as the app said. */
    static To to(Audience audience) {
        return switch (audience) {
            case Audience.OneOf oneOf ->
                new To(null, null, oneOf.group().value(), null, oneOf.pick(), null, oneOf.each());
            case Audience.Everyone(var group, var people, var quorum)
            when group == null ->
                new To(null, people.stream().map(UserId::value).toList(), null, null, null, null, null);
            case Audience.Everyone(var group, var people, var quorum) ->
                new To(
                        null,
                        null,
                        group.value(),
                        null,
                        quorum > 0 ? GroupStrategy.QUORUM : GroupStrategy.ALL,
                        quorum > 0 ? (Integer) quorum : null,
                        null);
            case Audience.Subscribers(var topic) -> new To(null, null, null, topic.value(), null, null, null);
        };
    }

    /** A stage in the words of the API. */
    static Progress progress(FanOutState stage) {
        return switch (stage) {
            case FanOutState.Spreading ignored -> new Progress("delivering", null, null, null, null, null);
            case FanOutState.Watching ignored -> new Progress("delivering", null, null, null, null, null);
            case FanOutState.Asking asking -> new Progress("delivering", null, asking.until(), null, null, null);
            case FanOutState.Waiting ignored -> new Progress("held", "nobody_reachable", null, null, null, null);
            case FanOutState.Closing closing -> ended(closing.end(), closing.reason(), null);
            case FanOutState.Over over -> ended(over.end(), over.reason(), over.at());
        };
    }

    private static Progress ended(FanOutEnd end, String reason, @Nullable Instant at) {
        return new Progress(end.name().toLowerCase(Locale.ROOT), reason, null, null, null, at);
    }

    /** Who of a group is being asked, and by which notification. */
    record Asking(String user, String notification) {}
}
