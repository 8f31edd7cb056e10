package dev.oneping.notify.fanout;

import dev.oneping.delivery.DeliveryStore;
import dev.oneping.delivery.Outcome;
import dev.oneping.delivery.State;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserId;
import dev.oneping.notify.fanout.FanOutStore.Found;
import dev.oneping.notify.fanout.Stage.Tally;
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
class Steps {

    /** Longer than a claim, so that whoever was cut short in between has been replaced; then a last look is taken. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(30);

    private final FanOutStore store;
    private final Spread spread;
    private final Round round;
    private final DeliveryStore parts;
    private final FanOutConfig config;
    private final Clock clock;

    Steps(FanOutStore store, Spread spread, Round round, DeliveryStore parts, FanOutConfig config, Clock clock) {
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
            case Stage.Closing closing -> close(found, closing, now);
            case Stage.Over over -> lastLook(found, over, now);
            case Stage open when late -> expire(found, open, now);
            case Stage.Spreading spreading -> spread(found, spreading, now);
            case Stage.Watching watching -> watch(found, watching);
            case Stage.Asking asking -> ask(found, asking, now);
            case Stage.Waiting waiting -> next(found, waiting.asked(), waiting.refused(), now);
        };
    }

    private Uni<Optional<Found>> spread(Found found, Stage.Spreading at, Instant now) {
        FanOut fanOut = found.fanOut();
        return spread.batch(fanOut, at)
                .chain(people -> people.isEmpty()
                        ? store.commit(found, new Stage.Watching(at.caller(), at.tally()), now)
                        : give(found, at, people, now));
    }

    private Uni<Optional<Found>> give(Found found, Stage.Spreading at, List<UserId> people, Instant now) {
        List<Notification> parts = spread.parts(found.fanOut(), at, people);
        return spread.give(parts).chain(refused -> {
            Tally tally = at.tally().plus(people.size() - refused, refused);
            Stage next = people.size() < config.batch()
                    ? new Stage.Watching(at.caller(), tally)
                    : new Stage.Spreading(people.getLast(), at.caller(), tally);
            return store.commit(found, next, now)
                    .call(noted -> noted.isPresent() ? nothing() : spread.takeBackIfEnding(found.fanOut(), parts));
        });
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    private Uni<Optional<Found>> watch(Found found, Stage.Watching at) {
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
                        return closing(found, End.DONE, "quorum_reached", null, at.tally());
                    }
                    if (seen.getItem1() == 0) {
                        End end = quorum > 0 ? End.EXHAUSTED : End.DONE;
                        return closing(found, end, quorum > 0 ? "quorum_missed" : "all_over", null, at.tally());
                    }
                    return rest(found, fanOut.pattern().expiresAt());
                });
    }

    /** Of a group in which everyone is asked after all, the first answer ends it for the others too. */
    private Uni<Optional<Found>> awaitOne(
            Found found, Stage.Watching at, UserId caller, long open, Map<String, Long> counts) {
        boolean answered = Stream.of(Outcome.values())
                .filter(Outcome::isAnswer)
                .anyMatch(outcome -> counts.containsKey(outcome.name().toLowerCase(Locale.ROOT)));
        if (answered) {
            return firstToAnswer(found.fanOut(), caller)
                    .chain(by -> closing(found, End.DONE, "answered", by.orElse(null), at.tally()));
        }
        return open == 0
                ? closing(found, End.EXHAUSTED, "nobody_answered", null, at.tally())
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
                        .map(DeliveryStore.Found::tracked)
                        .filter(life -> life.state() instanceof State.Ended ended
                                && ended.outcome().isAnswer())
                        .min(Comparator.comparing(life -> ((State.Ended) life.state()).at()))
                        .map(life -> life.to().user()));
    }

    private Uni<Optional<Found>> ask(Found found, Stage.Asking at, Instant now) {
        return parts.find(found.fanOut().tenant(), at.part()).chain(part -> {
            if (part.isEmpty()) {
                Notification fresh = spread.part(found.fanOut(), at.user());
                return spread.give(fresh)
                        .call(() -> spread.takeBackIfEnding(found.fanOut(), List.of(fresh)))
                        .chain(given -> given ? ask(found, at, now) : next(found, at.asked(), at.refused() + 1, now));
            }
            return switch (part.get().tracked().state()) {
                case State.Ended ended
                when ended.outcome().isAnswer() -> closing(found, End.DONE, "answered", at.user(), at.tally());
                case State state when state.asksEveryone() -> widen(found, at, now);
                case State.Ended ignored -> next(found, at.asked(), at.refused(), now);
                case State.Held ignored -> passOn(found, at, now);
                case State.Open ignored when !now.isBefore(at.until()) -> passOn(found, at, now);
                case State.Open ignored -> rest(found, at.until());
            };
        });
    }

    /** The policy of the one who is asked has come to everyone: the others are given it beside that one. */
    private Uni<Optional<Found>> widen(Found found, Stage.Asking at, Instant now) {
        return store.commit(found, new Stage.Spreading(null, at.user(), new Tally(1, 0)), now);
    }

    /** Takes it from the one who does not answer; what that one's life came to at the last moment still counts. */
    private Uni<Optional<Found>> passOn(Found found, Stage.Asking at, Instant now) {
        DeliveryStore.Due part = new DeliveryStore.Due(found.fanOut().person(at.user()), at.part());
        return spread.takeBack(part, "passed_on")
                .chain(() -> parts.find(found.fanOut().tenant(), at.part()))
                .chain(after -> switch (after.map(given -> given.tracked().state())
                        .orElse(State.Accepted.FRESH)) {
                    case State.Ended ended
                    when ended.outcome().isAnswer() -> closing(found, End.DONE, "answered", at.user(), at.tally());
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
            case Round.Next.Ask(UserId user) -> begin(found, audience, user, asked, refused, now);
            case Round.Next.Later ignored ->
                store.commit(found, new Stage.Waiting(asked, refused), now.plus(config.lookAgain()));
            case Round.Next.Nobody(String reason) ->
                closing(found, End.EXHAUSTED, reason, null, new Stage.Waiting(asked, refused).tally());
        });
    }

    /** Noted first and done after: a crash in between is found by the timer, and then it is done. */
    private Uni<Optional<Found>> begin(
            Found found, Audience.OneOf audience, UserId user, List<UserId> asked, long refused, Instant now) {
        FanOut fanOut = found.fanOut();
        NotificationId part = spread.part(fanOut, user).id();
        List<UserId> all = new ArrayList<>(asked);
        all.add(user);
        Stage next = new Stage.Asking(user, part, all, now.plus(audience.each()), refused);
        return store.commit(found, next, now);
    }

    private Uni<Optional<Found>> closing(Found found, End end, String reason, @Nullable UserId by, Tally tally) {
        return store.commit(found, new Stage.Closing(end, reason, by, tally), clock.instant());
    }

    /** The parts have the same end and their own timers, so nothing has to be called off. */
    private Uni<Optional<Found>> expire(Found found, Stage at, Instant now) {
        return store.commit(found, new Stage.Over(End.EXPIRED, "expired", null, at.tally(), now), null);
    }

    private Uni<Optional<Found>> close(Found found, Stage.Closing at, Instant now) {
        return spread.takeBack(found.fanOut(), at.reason())
                .chain(more -> store.commit(
                        found,
                        more ? at : new Stage.Over(at.end(), at.reason(), at.by(), at.tally(), now),
                        more ? now : now.plus(LAST_LOOK)));
    }

    private Uni<Optional<Found>> lastLook(Found found, Stage.Over at, Instant now) {
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
            case Stage.Closing ignored -> Uni.createFrom().item(Optional.empty());
            case Stage.Over ignored -> Uni.createFrom().item(Optional.empty());
            case Stage open -> closing(found, End.CANCELLED, reason, null, open.tally());
        };
    }
}
