package dev.oneping.notify.fanout;

import dev.oneping.delivery.NotificationOutcome;
import dev.oneping.delivery.NotificationStore;
import dev.oneping.delivery.State;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserId;
import dev.oneping.notify.fanout.FanOutState.Tally;
import dev.oneping.notify.fanout.FanOutStore.Found;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One step of a notification for many people: look how far it is, do the next thing, note it by compare-and-set. Whatever
 * is done before it is noted may be done again after a crash, and does no harm then. Whoever loses the race leaves the rest
 * to the winner.
 */
@Singleton
class FanOutRunner {

    /** Longer than a claim, so that whoever was cut short in between has been replaced; then a last look is taken. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(30);

    private final FanOutStore store;
    private final FanOutBatches spread;
    private final NextRecipient round;
    private final NotificationStore parts;
    private final FanOutConfig config;
    private final Clock clock;

    FanOutRunner(
            FanOutStore store,
            FanOutBatches spread,
            NextRecipient round,
            NotificationStore parts,
            FanOutConfig config,
            Clock clock) {
        this.store = store;
        this.spread = spread;
        this.round = round;
        this.parts = parts;
        this.config = config;
        this.clock = clock;
    }

    /** Takes one step; answers what is noted then, or none if there was nothing to do or somebody else did it. */
    Uni<Optional<Found>> take(Found found) {
        Instant now = clock.instant();
        boolean late = !now.isBefore(found.fanOut().pattern().expiresAt());
        return switch (found.stage()) {
            case FanOutState.Closing closing -> close(found, closing, now);
            case FanOutState.Over over -> lastLook(found, over, now);
            case FanOutState open when late -> expire(found, open, now);
            case FanOutState.Spreading spreading -> spread(found, spreading, now);
            case FanOutState.Watching watching -> watch(found, watching);
            case FanOutState.Asking asking -> ask(found, asking, now);
            case FanOutState.Waiting waiting -> next(found, waiting.asked(), waiting.refused(), now);
        };
    }

    private Uni<Optional<Found>> spread(Found found, FanOutState.Spreading at, Instant now) {
        FanOut fanOut = found.fanOut();
        return spread.batch(fanOut, at)
                .chain(people -> people.isEmpty()
                        ? store.commit(found, new FanOutState.Watching(at.caller(), at.tally()), now)
                        : give(found, at, people, now));
    }

    private Uni<Optional<Found>> give(Found found, FanOutState.Spreading at, List<UserId> people, Instant now) {
        List<Notification> parts = spread.parts(found.fanOut(), at, people);
        return spread.give(parts).chain(refused -> {
            Tally tally = at.tally().plus(people.size() - refused, refused);
            FanOutState next = people.size() < config.batch()
                    ? new FanOutState.Watching(at.caller(), tally)
                    : new FanOutState.Spreading(people.getLast(), at.caller(), tally);
            return store.commit(found, next, now)
                    .call(noted -> noted.isPresent() ? nothing() : spread.takeBackIfEnding(found.fanOut(), parts));
        });
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    private Uni<Optional<Found>> watch(Found found, FanOutState.Watching at) {
        FanOut fanOut = found.fanOut();
        int quorum = fanOut.audience() instanceof Audience.Everyone everyone ? everyone.quorum() : 0;
        return Uni.combine()
                .all()
                .unis(store.open(fanOut), store.counts(fanOut))
                .asTuple()
                .chain(seen -> {
                    if (at.caller() != null) {
                        return awaitOne(found, at, at.caller(), seen.getItem1(), seen.getItem2());
                    }
                    long acted = seen.getItem2().getOrDefault("acted", 0L);
                    if (quorum > 0 && acted >= quorum) {
                        return closing(found, FanOutEnd.DONE, "quorum_reached", null, at.tally());
                    }
                    if (seen.getItem1() == 0) {
                        FanOutEnd end = quorum > 0 ? FanOutEnd.EXHAUSTED : FanOutEnd.DONE;
                        return closing(found, end, quorum > 0 ? "quorum_missed" : "all_over", null, at.tally());
                    }
                    return rest(found, fanOut.pattern().expiresAt());
                });
    }

    /** Of a group in which everyone is asked after all, the first answer ends it for the others too. */
    private Uni<Optional<Found>> awaitOne(
            Found found, FanOutState.Watching at, UserId caller, long open, Map<String, Long> counts) {
        boolean answered = Stream.of(NotificationOutcome.values())
                .filter(NotificationOutcome::isAnswer)
                .anyMatch(outcome -> counts.containsKey(outcome.name().toLowerCase(Locale.ROOT)));
        if (answered) {
            return firstToAnswer(found.fanOut(), caller)
                    .chain(by -> closing(found, FanOutEnd.DONE, "answered", by.orElse(null), at.tally()));
        }
        return open == 0
                ? closing(found, FanOutEnd.EXHAUSTED, "nobody_answered", null, at.tally())
                : rest(found, found.fanOut().pattern().expiresAt());
    }

    private Uni<Optional<UserId>> firstToAnswer(FanOut fanOut, UserId caller) {
        return Multi.createFrom()
                .iterable(fanOut.audience() instanceof Audience.OneOf group ? group.people() : List.of(caller))
                .onItem()
                .transformToUni(user -> parts.find(
                        fanOut.tenant(), spread.part(fanOut, user, caller).id()))
                .merge(config.atOnce())
                .collect()
                .asList()
                .map(found -> found.stream()
                        .flatMap(Optional::stream)
                        .map(NotificationStore.Found::tracked)
                        .filter(life -> life.state() instanceof State.Ended ended
                                && ended.outcome().isAnswer())
                        .min(Comparator.comparing(life -> ((State.Ended) life.state()).at()))
                        .map(life -> life.to().user()));
    }

    private Uni<Optional<Found>> ask(Found found, FanOutState.Asking at, Instant now) {
        return parts.find(found.fanOut().tenant(), at.part()).chain(part -> {
            if (part.isEmpty()) {
                Notification fresh = spread.part(found.fanOut(), at.user());
                return spread.give(fresh)
                        .call(() -> spread.takeBackIfEnding(found.fanOut(), List.of(fresh)))
                        .chain(given -> given ? ask(found, at, now) : next(found, at.asked(), at.refused() + 1, now));
            }
            return switch (part.get().tracked().state()) {
                case State.Ended ended
                when ended.outcome().isAnswer() -> closing(found, FanOutEnd.DONE, "answered", at.user(), at.tally());
                case State state when state.asksEveryone() -> widen(found, at, now);
                case State.Ended ignored -> next(found, at.asked(), at.refused(), now);
                case State.Held ignored -> passOn(found, at, now);
                case State.Open ignored when !now.isBefore(at.until()) -> passOn(found, at, now);
                case State.Open ignored -> rest(found, at.until());
            };
        });
    }

    /** The policy of the one who is asked has come to everyone: the others are given it beside that one. */
    private Uni<Optional<Found>> widen(Found found, FanOutState.Asking at, Instant now) {
        return store.commit(found, new FanOutState.Spreading(null, at.user(), new Tally(1, 0)), now);
    }

    /** Takes it from the one who does not answer; what that one's life came to at the last moment still counts. */
    private Uni<Optional<Found>> passOn(Found found, FanOutState.Asking at, Instant now) {
        NotificationStore.Due part = new NotificationStore.Due(found.fanOut().person(at.user()), at.part());
        return spread.takeBack(part, "passed_on")
                .chain(() -> parts.find(found.fanOut().tenant(), at.part()))
                .chain(after -> switch (after.map(given -> given.tracked().state())
                        .orElse(State.Accepted.FRESH)) {
                    case State.Ended ended
                    when ended.outcome().isAnswer() ->
                        closing(found, FanOutEnd.DONE, "answered", at.user(), at.tally());
                    case State state when state.asksEveryone() -> widen(found, at, now);
                    case State ignored -> next(found, at.asked(), at.refused(), now);
                });
    }

    private Uni<Optional<Found>> next(Found found, List<UserId> asked, long refused, Instant now) {
        FanOut fanOut = found.fanOut();
        if (!(fanOut.audience() instanceof Audience.OneOf audience)) {
            throw new IllegalStateException("only one of a group is asked after the other");
        }
        return round.next(fanOut, audience, asked).chain(next -> switch (next) {
            case NextRecipient.Next.Ask(UserId user) -> begin(found, audience, user, asked, refused, now);
            case NextRecipient.Next.Later ignored ->
                store.commit(found, new FanOutState.Waiting(asked, refused), now.plus(config.lookAgain()));
            case NextRecipient.Next.Nobody(String reason) ->
                closing(found, FanOutEnd.EXHAUSTED, reason, null, new FanOutState.Waiting(asked, refused).tally());
        });
    }

    /** Noted first and done after: a crash in between is found by the timer, and then it is done. */
    private Uni<Optional<Found>> begin(
            Found found, Audience.OneOf audience, UserId user, List<UserId> asked, long refused, Instant now) {
        FanOut fanOut = found.fanOut();
        NotificationId part = spread.part(fanOut, user).id();
        List<UserId> all = new ArrayList<>(asked);
        all.add(user);
        FanOutState next = new FanOutState.Asking(user, part, all, now.plus(audience.each()), refused);
        return store.commit(found, next, now);
    }

    private Uni<Optional<Found>> closing(Found found, FanOutEnd end, String reason, @Nullable UserId by, Tally tally) {
        return store.commit(found, new FanOutState.Closing(end, reason, by, tally), clock.instant());
    }

    /** The parts have the same end and their own timers, so nothing has to be called off. */
    private Uni<Optional<Found>> expire(Found found, FanOutState at, Instant now) {
        return store.commit(found, new FanOutState.Over(FanOutEnd.EXPIRED, "expired", null, at.tally(), now), null);
    }

    private Uni<Optional<Found>> close(Found found, FanOutState.Closing at, Instant now) {
        return spread.takeBack(found.fanOut(), at.reason())
                .chain(more -> store.commit(
                        found,
                        more ? at : new FanOutState.Over(at.end(), at.reason(), at.by(), at.tally(), now),
                        more ? now : now.plus(LAST_LOOK)));
    }

    private Uni<Optional<Found>> lastLook(Found found, FanOutState.Over at, Instant now) {
        Instant last = at.at().plus(LAST_LOOK);
        if (now.isBefore(last)) {
            return rest(found, last);
        }
        return spread.takeBack(found.fanOut(), at.reason())
                .chain(more -> more
                        ? rest(found, now)
                        : store.forget(found.fanOut().tenant(), found.fanOut().id())
                                .replaceWith(Optional.empty()));
    }

    private Uni<Optional<Found>> rest(Found found, Instant due) {
        return store.lookAgain(found, due).replaceWith(Optional.empty());
    }

    /** Calls all of it off, whatever it is doing. */
    Uni<Optional<Found>> cancel(Found found, String reason) {
        return switch (found.stage()) {
            case FanOutState.Closing ignored -> Uni.createFrom().item(Optional.empty());
            case FanOutState.Over ignored -> Uni.createFrom().item(Optional.empty());
            case FanOutState open -> closing(found, FanOutEnd.CANCELLED, reason, null, open.tally());
        };
    }
}
