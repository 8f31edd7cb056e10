package dev.oneping.notify.read;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.model.UserId;
import dev.oneping.notify.NotifyRequest.To;
import dev.oneping.notify.fanout.Audience;
import dev.oneping.notify.fanout.FanOutEnd;
import dev.oneping.notify.fanout.FanOutService;
import dev.oneping.notify.fanout.FanOutState;
import dev.oneping.notify.fanout.GroupStrategy;
import dev.oneping.notify.read.NotificationView.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a notification for many users.
 *
 * @param people     the number of recipients, if it is known beforehand
 * @param asked      the number of recipients who were given it
 * @param refused    the number of recipients who could not take it, because they had too many open notifications
 * @param counts     the number of parts per state
 * @param asking     the member of a group who is currently asked
 * @param widenedBy  the member whose policy escalated to everyone in the group, while they are asked
 * @param answeredBy the member of a group who answered
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FanOutView(
        @Nullable Integer people,
        long asked,
        long refused,
        Map<String, Long> counts,
        @Nullable Asking asking,
        @Nullable String widenedBy,
        @Nullable String answeredBy) {

    public static FanOutView of(FanOutService.Overview overview) {
        FanOutState state = overview.state();
        return new FanOutView(
                people(overview.fanOut().audience()).map(List::size).orElse(null),
                state.tally().asked(),
                state.tally().refused(),
                new TreeMap<>(overview.counts()),
                state instanceof FanOutState.Asking asking
                        ? new Asking(asking.user().value(), asking.part().value())
                        : null,
                name(widenedBy(state)),
                name(answeredBy(state)));
    }

    private static Optional<List<UserId>> people(Audience audience) {
        return switch (audience) {
            case Audience.OneOf oneOf -> Optional.of(oneOf.people());
            case Audience.Everyone everyone -> Optional.of(everyone.people());
            case Audience.Subscribers ignored -> Optional.empty();
        };
    }

    private static @Nullable UserId widenedBy(FanOutState state) {
        return switch (state) {
            case FanOutState.Spreading spreading -> spreading.caller();
            case FanOutState.Watching watching -> watching.caller();
            case FanOutState.Asking ignored -> null;
            case FanOutState.Waiting ignored -> null;
            case FanOutState.Closing ignored -> null;
            case FanOutState.Over ignored -> null;
        };
    }

    private static @Nullable UserId answeredBy(FanOutState state) {
        return switch (state) {
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

    /** Returns the recipients as the app named them. */
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

    /** Converts a state to its form in the API. */
    public static Progress progress(FanOutState state) {
        return switch (state) {
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

    /** The member of a group who is currently asked, and the notification that asks. */
    record Asking(String user, String notification) {}
}
