package dev.oneping.notify.fanout;

import dev.oneping.change.Change.Step;
import dev.oneping.change.CommitLoop;
import dev.oneping.change.CommitResult;
import dev.oneping.change.VersionedStore;
import dev.oneping.delivery.life.NotificationOutcome;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.notify.fanout.FanOutState.Tally;
import dev.oneping.notify.fanout.FanOutStore.Found;
import io.micrometer.core.instrument.MeterRegistry;
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
 * One step of a fan-out: read the progress, do the next thing, record it by compare-and-set. A step that was done but
 * not recorded may be repeated after a crash, without harm. The loser of a concurrent commit leaves the rest to the
 * winner.
 */
@Singleton
class FanOutRunner {

    /**
     * Longer than a claim, so that an interrupted process has been replaced by then; after it, the open parts are
     * checked one last time.
     */
    private static final Duration FINAL_CHECK = Duration.ofSeconds(30);

    private final FanOutStore store;
    private final FanOutBatches batches;
    private final NextRecipient nextRecipient;
    private final NotificationStore parts;
    private final FanOutConfig config;
    private final Clock clock;
    private final CommitLoop loop;

    FanOutRunner(
            FanOutStore store,
            FanOutBatches batches,
            NextRecipient nextRecipient,
            NotificationStore parts,
            FanOutConfig config,
            Clock clock,
            MeterRegistry metrics) {
        this.store = store;
        this.batches = batches;
        this.nextRecipient = nextRecipient;
        this.parts = parts;
        this.config = config;
        this.clock = clock;
        this.loop = new CommitLoop("fan_out", clock, metrics);
    }

    /**
     * Takes one step; returns the recorded state, or empty if there was nothing to do or a concurrent process did it.
     */
    Uni<Optional<Found>> take(Found found) {
        Instant now = clock.instant();
        boolean late = !now.isBefore(found.fanOut().pattern().expiresAt());
        return switch (found.state()) {
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
        return batches.batch(fanOut, at)
                .chain(people -> people.isEmpty()
                        ? record(found, new FanOutState.Watching(at.caller(), at.tally()), now)
                        : give(found, at, people, now));
    }

    private Uni<Optional<Found>> give(Found found, FanOutState.Spreading at, List<UserId> people, Instant now) {
        List<Notification> parts = batches.parts(found.fanOut(), at, people);
        return batches.give(parts).chain(refused -> {
            Tally tally = at.tally().plus(people.size() - refused, refused);
            FanOutState next = people.size() < config.batch()
                    ? new FanOutState.Watching(at.caller(), tally)
                    : new FanOutState.Spreading(people.getLast(), at.caller(), tally);
            return record(found, next, now)
                    .call(noted -> noted.isPresent() ? nothing() : batches.takeBackIfEnding(found.fanOut(), parts));
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

    /**
     * Waits for the first answer of a group in which everyone was asked by escalation; it ends the fan-out for the
     * others too.
     */
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
                        fanOut.tenant(), batches.part(fanOut, user, caller).id()))
                .merge(config.atOnce())
                .collect()
                .asList()
                .map(found -> found.stream()
                        .flatMap(Optional::stream)
                        .map(NotificationStore.Found::tracked)
                        .filter(part -> part.state() instanceof State.Ended ended
                                && ended.outcome().isAnswer())
                        .min(Comparator.comparing(part -> ((State.Ended) part.state()).at()))
                        .map(part -> part.to().user()));
    }

    private Uni<Optional<Found>> ask(Found found, FanOutState.Asking at, Instant now) {
        return parts.find(found.fanOut().tenant(), at.part()).chain(part -> {
            if (part.isEmpty()) {
                Notification fresh = batches.part(found.fanOut(), at.user());
                return batches.give(fresh)
                        .call(() -> batches.takeBackIfEnding(found.fanOut(), List.of(fresh)))
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

    /** Gives the notification to the other members, because the policy of the asked one escalated to everyone. */
    private Uni<Optional<Found>> widen(Found found, FanOutState.Asking at, Instant now) {
        return record(found, new FanOutState.Spreading(null, at.user(), new Tally(1, 0)), now);
    }

    /**
     * Withdraws the part of a member who does not answer, and asks the next; an answer at the last moment still counts.
     */
    private Uni<Optional<Found>> passOn(Found found, FanOutState.Asking at, Instant now) {
        NotificationStore.Due part = new NotificationStore.Due(found.fanOut().person(at.user()), at.part());
        return batches.takeBack(part, "passed_on")
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
            throw new IllegalStateException("only the members of a group are asked one after the other");
        }
        return nextRecipient.next(fanOut, audience, asked).chain(next -> switch (next) {
            case NextRecipient.Next.Ask(UserId user) -> begin(found, audience, user, asked, refused, now);
            case NextRecipient.Next.Later ignored ->
                // A member who connects before this is recorded is found by the second look.
                store.await(fanOut, audience.people())
                        .chain(isNew -> isNew
                                ? next(found, asked, refused, now)
                                : record(found, new FanOutState.Waiting(asked, refused), lookAgain(fanOut, now)));
            case NextRecipient.Next.Nobody(String reason) ->
                closing(found, FanOutEnd.EXHAUSTED, reason, null, new FanOutState.Waiting(asked, refused).tally());
        });
    }

    /** Returns when a waiting fan-out is looked at next, which is never later than its end. */
    private Instant lookAgain(FanOut fanOut, Instant now) {
        Instant next = now.plus(config.recheckInterval());
        Instant end = fanOut.pattern().expiresAt();
        return next.isBefore(end) ? next : end;
    }

    /** Records first and acts afterwards: after a crash in between, the timer resumes the step. */
    private Uni<Optional<Found>> begin(
            Found found, Audience.OneOf audience, UserId user, List<UserId> asked, long refused, Instant now) {
        FanOut fanOut = found.fanOut();
        NotificationId part = batches.part(fanOut, user).id();
        List<UserId> all = new ArrayList<>(asked);
        all.add(user);
        FanOutState next = new FanOutState.Asking(user, part, all, now.plus(audience.each()), refused);
        return record(found, next, now);
    }

    private Uni<Optional<Found>> closing(Found found, FanOutEnd end, String reason, @Nullable UserId by, Tally tally) {
        return record(found, new FanOutState.Closing(end, reason, by, tally), clock.instant());
    }

    /** Expires the fan-out. The parts have the same expiry and their own timers, so none has to be cancelled. */
    private Uni<Optional<Found>> expire(Found found, FanOutState at, Instant now) {
        return record(found, new FanOutState.Over(FanOutEnd.EXPIRED, "expired", null, at.tally(), now), null);
    }

    private Uni<Optional<Found>> close(Found found, FanOutState.Closing at, Instant now) {
        return batches.takeBack(found.fanOut(), at.reason())
                .chain(more -> record(
                        found,
                        more ? at : new FanOutState.Over(at.end(), at.reason(), at.by(), at.tally(), now),
                        more ? now : now.plus(FINAL_CHECK)));
    }

    private Uni<Optional<Found>> lastLook(Found found, FanOutState.Over at, Instant now) {
        Instant last = at.at().plus(FINAL_CHECK);
        if (now.isBefore(last)) {
            return rest(found, last);
        }
        return batches.takeBack(found.fanOut(), at.reason())
                .chain(more -> more
                        ? rest(found, now)
                        : store.forget(found.fanOut().tenant(), found.fanOut().id())
                                .replaceWith(Optional.empty()));
    }

    private Uni<Optional<Found>> rest(Found found, Instant due) {
        return store.reschedule(found, due)
                .invoke(isSet -> {
                    if (!isSet) {
                        loop.yielded();
                    }
                })
                .replaceWith(Optional.empty());
    }

    /** Records a new state; empty if a concurrent process came first, which then does the rest. */
    private Uni<Optional<Found>> record(Found found, FanOutState next, @Nullable Instant due) {
        return store.commit(found, next, due).map(commit -> switch (commit) {
            case CommitResult.Committed<Found, Found>(Found stored) -> Optional.of(stored);
            case CommitResult.Conflict<Found, Found> ignored -> {
                loop.yielded();
                yield Optional.empty();
            }
            case CommitResult.Gone<Found, Found> ignored -> Optional.empty();
        });
    }

    /**
     * Cancels the fan-out; one that is ending stays as it is.
     *
     * @return whether there is such a fan-out
     */
    Uni<Boolean> cancel(TenantId tenant, NotificationId id, String reason) {
        return loop.change(
                new Stored(tenant, id),
                (found, now) -> switch (found.state()) {
                    case FanOutState.Closing ignored -> new Step.Keep<>(true);
                    case FanOutState.Over ignored -> new Step.Keep<>(true);
                    case FanOutState open ->
                        new Step.Write<>(
                                new FanOutState.Closing(FanOutEnd.CANCELLED, reason, null, open.tally()),
                                ignored -> true);
                },
                () -> false);
    }

    /** A fan-out in Redis, whose next state is due at once. */
    private final class Stored implements VersionedStore<Found, FanOutState, Found> {

        private final TenantId tenant;
        private final NotificationId id;

        private Stored(TenantId tenant, NotificationId id) {
            this.tenant = tenant;
            this.id = id;
        }

        @Override
        public Uni<Optional<Found>> load() {
            return store.find(tenant, id);
        }

        @Override
        public Uni<CommitResult<Found, Found>> commit(Found before, FanOutState draft, Instant now) {
            return store.commit(before, draft, now);
        }
    }
}
