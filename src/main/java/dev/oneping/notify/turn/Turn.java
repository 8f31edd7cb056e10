package dev.oneping.notify.turn;

import dev.oneping.change.Change.Step;
import dev.oneping.change.CommitLoop;
import dev.oneping.change.CommitResult;
import dev.oneping.change.ContentionException;
import dev.oneping.change.VersionedStore;
import dev.oneping.delivery.life.FirstStep;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.State.Ended;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.life.TraceLine;
import dev.oneping.delivery.life.TransitionContext;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.store.AcceptResult;
import dev.oneping.delivery.store.DeliveryConfig;
import dev.oneping.delivery.store.FirstStepStore;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.delivery.store.NotificationStore.Found;
import dev.oneping.events.Event;
import dev.oneping.model.DeviceId;
import dev.oneping.model.Notification;
import dev.oneping.model.Priority;
import dev.oneping.model.UserRef;
import dev.oneping.notify.NotifyConfig;
import dev.oneping.notify.memory.UserHistory;
import dev.oneping.notify.memory.UserHistoryStore;
import dev.oneping.notify.ruleset.ActiveRules;
import dev.oneping.presence.Presence;
import dev.oneping.redis.server.RedisUnavailable;
import dev.oneping.rules.Decided;
import dev.oneping.rules.Decision;
import dev.oneping.rules.RuleSet;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One turn: read the facts, decide, commit by compare-and-set, act. A new event, a timer, a device that arrives or is
 * lost, a changed preference: each leads to the same turn, with one more fact. The loser of a concurrent commit decides
 * again on the winner's state; only the winner acts.
 */
@Singleton
public class Turn {

    private final ActiveRules rules;
    private final UserHistoryStore memory;
    private final NotificationStore store;
    private final FirstStepStore firstSteps;
    private final LostReplies lost;
    private final TurnEffects effects;
    private final Meter.MeterProvider<Timer> decisions;
    private final TurnPlanner planner;
    private final Duration ringDistance;
    private final Clock clock;
    private final CommitLoop loop;

    Turn(
            ActiveRules rules,
            UserHistoryStore memory,
            NotificationStore store,
            FirstStepStore firstSteps,
            LostReplies lost,
            TurnEffects effects,
            DeliveryConfig bounds,
            NotifyConfig config,
            Clock clock,
            MeterRegistry metrics) {
        this.rules = rules;
        this.memory = memory;
        this.store = store;
        this.firstSteps = firstSteps;
        this.lost = lost;
        this.effects = effects;
        this.decisions = Timer.builder("oneping.decisions")
                .description("Decisions of the rules, with the time that they took")
                .serviceLevelObjectives(
                        Duration.ofNanos(50_000), Duration.ofNanos(200_000), Duration.ofMillis(1), Duration.ofMillis(5))
                .withRegistry(metrics);
        this.planner = new TurnPlanner(
                new AckDeadline(config.lostTargetGrace()),
                new SeenInference(config.presumedSeenFrom()),
                bounds.maxAttempts(),
                config.ringDistance());
        this.ringDistance = config.ringDistance();
        this.clock = clock;
        this.loop = new CommitLoop("turn", clock, metrics);
    }

    /** Takes a turn and returns the state after it. */
    public Uni<Outcome> take(Found found, Presence presence, TurnTrigger cause) {
        if (!(found.tracked().state() instanceof Open)) {
            return Uni.createFrom().item(new Outcome(found.tracked(), null));
        }
        Notification notification = found.notification();
        RuleSet active = rules.current(notification.to().tenant());
        return recall(notification.to(), presence, active)
                .chain(past -> take(
                        notification, new Sight(found.tracked(), new TurnInput(presence, past, active, false), cause)));
    }

    /**
     * Stores a new notification and takes its first turn in one step, decided on a presence that may be outdated.
     *
     * @param firstLook when the timer fires if it is stored undecided, and this process dies
     */
    public Uni<FirstTurn> begin(Notification notification, Presence remembered, Instant firstLook) {
        RuleSet active = rules.current(notification.to().tenant());
        return recall(notification.to(), remembered, active)
                .chain(past -> begin(
                        notification,
                        new Sight(
                                VersionedState.accepted(notification),
                                new TurnInput(remembered, past, active, false),
                                TurnTrigger.ACCEPTED),
                        firstLook));
    }

    private Uni<FirstTurn> begin(Notification notification, Sight sight, Instant firstLook) {
        Instant now = clock.instant();
        TurnPlan plan =
                decide(notification, sight, now) instanceof Step.Write<TurnPlan, ?, ?> write ? write.draft() : null;
        TraceLine line = plan == null ? null : line(now, sight.cause(), plan);
        if (plan == null || line == null || !FirstStep.isPossible(plan.transition())) {
            return store.accept(notification, firstLook).map(FirstTurn.Undecided::new);
        }
        boolean sounds = sounds(sight.tracked().state(), plan);
        FirstStep step = new FirstStep(
                sight.input().presence().version(),
                plan.transition(),
                line,
                sounds ? now : null,
                sounds ? distance(notification) : Duration.ZERO);
        return firstSteps
                .begin(notification, firstLook, step)
                .onFailure(RedisUnavailable.class)
                .invoke(() -> lost.look(sight.tracked(), plan, after -> act(notification, sight, after, plan, now)))
                .chain(result -> result instanceof AcceptResult.Begun(VersionedState after)
                        ? act(notification, sight, after, plan, now)
                                .replaceWith(() -> new FirstTurn.Taken(new Outcome(after, plan.decided())))
                        : Uni.createFrom().item(new FirstTurn.Undecided(result)));
    }

    private Uni<Void> act(Notification notification, Sight before, VersionedState after, TurnPlan plan, Instant now) {
        return effects.act(
                new Found(notification, before.tracked()), before.input().presence(), after, plan, now);
    }

    /** Returns the least time since the sound of another notification. */
    private Duration distance(Notification notification) {
        return notification.priority().compareTo(Priority.HIGH) < 0 ? ringDistance : Duration.ZERO;
    }

    private Uni<Outcome> take(Notification notification, Sight sight) {
        Stored stored = new Stored(notification, sight);
        return loop.changeLoaded(
                        sight,
                        stored,
                        (seen, now) -> decide(notification, seen, now),
                        () -> new Outcome(stored.last.tracked(), null))
                // The concurrent winners have set the timer, so the notification is not forgotten.
                .onFailure(ContentionException.class)
                .recoverWithItem(() -> new Outcome(stored.last.tracked(), null));
    }

    private Uni<UserHistory> recall(UserRef user, Presence presence, RuleSet active) {
        return memory.recall(user, FactsMapper.ids(presence), presence.zone(), active);
    }

    private Step<TurnPlan, VersionedState, Outcome> decide(Notification notification, Sight sight, Instant now) {
        if (!(sight.tracked().state() instanceof Open open)) {
            return new Step.Keep<>(new Outcome(sight.tracked(), null));
        }
        TransitionContext at = new TransitionContext(notification.id(), notification.expiresAt(), now);
        long started = System.nanoTime();
        TurnPlan plan = planner.next(notification, open, at, sight.input(), sight.cause());
        measure(plan, System.nanoTime() - started);
        return plan == null
                ? new Step.Keep<>(new Outcome(sight.tracked(), null))
                : new Step.Write<>(plan, after -> new Outcome(after, plan.decided()));
    }

    private void measure(@Nullable TurnPlan plan, long nanos) {
        if (plan != null && plan.decided() != null) {
            decisions
                    .withTag(
                            "outcome",
                            plan.decided().decision().getClass().getSimpleName().toLowerCase(Locale.ROOT))
                    .record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** Returns whether the plan begins an attempt that may sound. */
    private static boolean sounds(State before, TurnPlan plan) {
        return plan.transition().next() instanceof Delivering next
                && next.attempt().ring()
                && !(before instanceof Delivering was
                        && was.attempt().number() == next.attempt().number());
    }

    private static @Nullable TraceLine line(Instant now, TurnTrigger cause, TurnPlan plan) {
        if (plan.transition().events().isEmpty() && plan.note() == null) {
            return null;
        }
        Target target = plan.transition().next() instanceof Delivering delivering
                ? delivering.attempt().target()
                : null;
        DeviceId device = target == null ? null : target.device();
        return new TraceLine(
                now,
                cause.code(),
                plan.transition().events().stream().map(Event::type).toList(),
                device == null ? null : device.value(),
                target == null ? null : target.channel(),
                plan.note(),
                plan.decided() == null
                        ? null
                        : new PackedExplanation(plan.decided().explanation()));
    }

    /** The result of storing a notification and taking its first turn in one step. */
    public sealed interface FirstTurn {

        /** The turn was taken. */
        record Taken(Outcome outcome) implements FirstTurn {}

        /** The turn is still to be taken, on the user that was read, if the notification was stored. */
        record Undecided(AcceptResult stored) implements FirstTurn {}
    }

    /** The state after a turn, and the decision of this turn; null if it made none. */
    public record Outcome(VersionedState tracked, @Nullable Decided decided) {

        boolean isOver() {
            return tracked.state() instanceof Ended;
        }
    }

    /** The basis of a decision. */
    record Sight(VersionedState tracked, TurnInput input, TurnTrigger cause) {

        Sight withoutSound() {
            return new Sight(tracked, input.withoutSound(), cause);
        }

        /** A report about one attempt says nothing about a later one. */
        TurnTrigger causeFor(VersionedState fresh) {
            boolean isSameAttempt = !(tracked.state() instanceof Delivering was)
                    || (fresh.state() instanceof Delivering is
                            && is.attempt().number() == was.attempt().number());
            return isSameAttempt ? cause : TurnTrigger.PRESENCE;
        }
    }

    /**
     * A notification together with the history that its decision depends on. The rules that are active and the history
     * are read again after each conflict; the presence is not, since every change of it leads to a turn of its own.
     */
    private final class Stored implements VersionedStore<Sight, TurnPlan, VersionedState> {

        private final Notification notification;
        private Sight last;

        private Stored(Notification notification, Sight first) {
            this.notification = notification;
            this.last = first;
        }

        @Override
        public Uni<Optional<Sight>> load() {
            return store.find(notification.to().tenant(), notification.id())
                    .chain(found -> found.map(it -> refreshed(it.tracked()).map(Optional::of))
                            .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
        }

        private Uni<Sight> refreshed(VersionedState fresh) {
            RuleSet active = rules.current(notification.to().tenant());
            TurnInput seen = last.input();
            TurnTrigger cause = last.causeFor(fresh);
            last = new Sight(fresh, seen, cause);
            return fresh.state() instanceof Open
                    ? recall(notification.to(), seen.presence(), active)
                            .map(past -> new Sight(
                                    fresh, new TurnInput(seen.presence(), past, active, seen.soundless()), cause))
                    : Uni.createFrom().item(last);
        }

        @Override
        public Uni<CommitResult<Sight, VersionedState>> commit(Sight before, TurnPlan plan, Instant now) {
            last = before;
            return spend(before, plan)
                    .chain(paid -> paid
                            ? store(before, plan, now)
                            : refreshed(before.tracked()).map(CommitResult.Conflict::new));
        }

        /**
         * Records a new interruption of the user before it happens, so that two concurrent ones cannot both be the last
         * within the limit.
         */
        private Uni<Boolean> spend(Sight before, TurnPlan plan) {
            TurnInput input = before.input();
            Decided decided = plan.decided();
            return input.rules().needsHistory()
                            && !input.soundless()
                            && decided != null
                            && decided.decision() instanceof Decision.Deliver deliver
                            && deliver.spend() != null
                    ? memory.spend(notification.to(), input.past(), deliver.spend())
                    : Uni.createFrom().item(true);
        }

        /** Commits the plan; if another notification has just sounded, the turn is decided again without sound. */
        private Uni<CommitResult<Sight, VersionedState>> store(Sight before, TurnPlan plan, Instant now) {
            VersionedState at = before.tracked();
            TraceLine line = line(now, before.cause(), plan);
            if (!sounds(at.state(), plan)) {
                return store.commit(at, plan.transition(), line).chain(this::result);
            }
            return store.commitSound(at, plan.transition(), line, now, distance(notification))
                    .chain(commit -> commit.isPresent()
                            ? result(commit.get())
                            : Uni.createFrom().item(new CommitResult.Conflict<>(before.withoutSound())));
        }

        private Uni<CommitResult<Sight, VersionedState>> result(CommitResult<VersionedState, VersionedState> commit) {
            return switch (commit) {
                case CommitResult.Committed<VersionedState, VersionedState>(VersionedState after) ->
                    Uni.createFrom().item(new CommitResult.Committed<>(after));
                case CommitResult.Conflict<VersionedState, VersionedState>(VersionedState fresh)
                when fresh != null -> refreshed(fresh).map(CommitResult.Conflict::new);
                case CommitResult.Conflict<VersionedState, VersionedState> ignored ->
                    Uni.createFrom().item(new CommitResult.Conflict<>(null));
                case CommitResult.Gone<VersionedState, VersionedState> ignored ->
                    Uni.createFrom().item(new CommitResult.Gone<>());
            };
        }

        @Override
        public Uni<Void> committed(Sight before, TurnPlan plan, VersionedState after, Instant decided) {
            return act(notification, before, after, plan, decided);
        }
    }
}
