package dev.oneping.notify;

import dev.oneping.delivery.AckService;
import dev.oneping.delivery.Attempt;
import dev.oneping.delivery.CommitResult;
import dev.oneping.delivery.DeliveryConfig;
import dev.oneping.delivery.Display;
import dev.oneping.delivery.NotificationMeters;
import dev.oneping.delivery.NotificationStore;
import dev.oneping.delivery.NotificationStore.Found;
import dev.oneping.delivery.State;
import dev.oneping.delivery.State.Delivering;
import dev.oneping.delivery.State.Ended;
import dev.oneping.delivery.State.Held;
import dev.oneping.delivery.State.Open;
import dev.oneping.delivery.Superseded;
import dev.oneping.delivery.Target;
import dev.oneping.delivery.TraceLine;
import dev.oneping.delivery.TransitionContext;
import dev.oneping.delivery.VersionedState;
import dev.oneping.events.Event;
import dev.oneping.model.DeviceId;
import dev.oneping.model.Notification;
import dev.oneping.model.Priority;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserRef;
import dev.oneping.notify.memory.AckStatistics;
import dev.oneping.notify.memory.UserHistoryStore;
import dev.oneping.notify.ruleset.ActiveRules;
import dev.oneping.notify.ruleset.FactsLog;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.rules.Decided;
import dev.oneping.rules.Decision;
import dev.oneping.rules.RuleSet;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One turn: read the facts, decide, commit by compare-and-set, act. A new event, a timer, a device that arrives or is
 * lost, a changed preference: each leads to the same turn, with one more fact. There is no second mechanism.
 *
 * <p>The loser of a concurrent commit reads the winner's state and takes the turn again; only the winner acts.
 */
@Singleton
public class Turn {

    private static final int MAX_CONFLICTS = 16;

    /** A turn that takes longer than this was not merely slow: its process was suspended, or Redis was unreachable. */
    private static final Duration MAX_DURATION = Duration.ofSeconds(1);

    private final ActiveRules rules;
    private final UserHistoryStore memory;
    private final AckStatistics habits;
    private final FactsLog facts;
    private final NotificationStore store;
    private final AckService acks;
    private final AttemptSender sender;
    private final NotificationMeters meters;
    private final Meter.MeterProvider<Timer> decisions;
    private final TurnPlanner planner;
    private final Clock clock;
    private final Duration ringDistance;
    private final Counter conflicts;
    private final Counter brokenRules;

    Turn(
            ActiveRules rules,
            UserHistoryStore memory,
            AckStatistics habits,
            FactsLog facts,
            NotificationStore store,
            AckService acks,
            AttemptSender sender,
            NotificationMeters meters,
            DeliveryConfig bounds,
            NotifyConfig config,
            Clock clock,
            MeterRegistry metrics) {
        this.rules = rules;
        this.memory = memory;
        this.habits = habits;
        this.facts = facts;
        this.store = store;
        this.acks = acks;
        this.sender = sender;
        this.meters = meters;
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
        this.clock = clock;
        this.ringDistance = config.ringDistance();
        this.conflicts = Counter.builder("oneping.turn.conflicts")
                .description("Turns that were retried because of a concurrent commit")
                .register(metrics);
        this.brokenRules = Counter.builder("oneping.rules.broken")
                .description("Rules that failed during evaluation; each was skipped and is named in the trace")
                .register(metrics);
    }

    /** Takes a turn and returns the state after it. */
    Uni<Outcome> take(Found found, Presence presence, TurnTrigger cause) {
        return decide(found, presence, cause, 0, false);
    }

    /**
     * Loads the active rule set and the history it needs; both are reused until a concurrent commit forces a reload.
     */
    private Uni<Outcome> decide(Found found, Presence presence, TurnTrigger cause, int lost, boolean soundless) {
        if (!(found.tracked().state() instanceof Open)) {
            return Uni.createFrom().item(new Outcome(found.tracked(), null));
        }
        UserRef user = found.notification().to();
        RuleSet active = rules.current(user.tenant());
        return memory.recall(user, FactsMapper.ids(presence), presence.zone(), active)
                .chain(past -> take(found, new TurnInput(presence, past, active, soundless), cause, lost));
    }

    private Uni<Outcome> take(Found found, TurnInput input, TurnTrigger cause, int lost) {
        if (!(found.tracked().state() instanceof Open open)) {
            return Uni.createFrom().item(new Outcome(found.tracked(), null));
        }
        Instant now = clock.instant();
        Notification notification = found.notification();
        TransitionContext at = new TransitionContext(notification.id(), notification.expiresAt(), now);
        long started = System.nanoTime();
        TurnPlan plan = planner.next(notification, open, at, input, cause);
        measure(plan, System.nanoTime() - started);
        if (plan == null) {
            return Uni.createFrom().item(new Outcome(found.tracked(), null));
        }
        return spend(notification, input, plan)
                .chain(paid -> paid
                        ? commit(found, input, cause, lost, plan, now)
                        : again(found, found.tracked(), input, cause, lost));
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

    /** Commits the plan; if another notification has just sounded, the turn is taken again without sound. */
    private Uni<Outcome> commit(Found found, TurnInput input, TurnTrigger cause, int lost, TurnPlan plan, Instant now) {
        TraceLine line = line(now, cause, plan);
        if (!sounds(found.tracked().state(), plan)) {
            return store.commit(found.tracked(), plan.transition(), line)
                    .chain(commit -> committed(found, input, cause, lost, plan, now, commit));
        }
        boolean spaced = found.notification().priority().compareTo(Priority.HIGH) < 0;
        return store.commitSound(found.tracked(), plan.transition(), line, now, spaced ? ringDistance : Duration.ZERO)
                .chain(commit -> commit.isPresent()
                        ? committed(found, input, cause, lost, plan, now, commit.get())
                        : take(found, input.withoutSound(), cause, lost));
    }

    /** Returns whether the plan begins an attempt that may sound. */
    private static boolean sounds(State before, TurnPlan plan) {
        return plan.transition().next() instanceof Delivering next
                && next.attempt().ring()
                && !(before instanceof Delivering was
                        && was.attempt().number() == next.attempt().number());
    }

    private Uni<Outcome> committed(
            Found found,
            TurnInput input,
            TurnTrigger cause,
            int lost,
            TurnPlan plan,
            Instant now,
            CommitResult commit) {
        return switch (commit) {
            case CommitResult.Made made ->
                act(found, input, made.tracked(), plan, now)
                        .replaceWith(() -> new Outcome(made.tracked(), plan.decided()));
            case CommitResult.Conflict conflict -> again(found, conflict.tracked(), input, cause, lost);
            case CommitResult.Gone ignored -> Uni.createFrom().item(new Outcome(found.tracked(), null));
        };
    }

    /**
     * Records a new interruption of the user before it happens, so that two concurrent ones cannot both be the last
     * within the limit.
     */
    private Uni<Boolean> spend(Notification notification, TurnInput input, TurnPlan plan) {
        Decided decided = plan.decided();
        return input.rules().needsHistory()
                        && !input.soundless()
                        && decided != null
                        && decided.decision() instanceof Decision.Deliver deliver
                        && deliver.spend() != null
                ? memory.spend(notification.to(), input.past(), deliver.spend())
                : Uni.createFrom().item(true);
    }

    private Uni<Outcome> again(Found found, VersionedState fresh, TurnInput input, TurnTrigger cause, int lost) {
        conflicts.increment();
        if (lost >= MAX_CONFLICTS) {
            // The concurrent winners have set the timer, so the notification is not forgotten.
            return Uni.createFrom().item(new Outcome(fresh, null));
        }
        return decide(
                new Found(found.notification(), fresh),
                input.presence(),
                isSameAttempt(found.tracked(), fresh) ? cause : TurnTrigger.PRESENCE,
                lost + 1,
                input.soundless());
    }

    /** Returns whether both are about the same attempt: a report about one attempt says nothing about a later one. */
    private static boolean isSameAttempt(VersionedState before, VersionedState after) {
        return !(before.state() instanceof Delivering was)
                || (after.state() instanceof Delivering is
                        && is.attempt().number() == was.attempt().number());
    }

    /**
     * Acts after the commit. A turn that was delayed on the way reads the state again before it shows anything, because
     * the user may have answered meanwhile.
     */
    private Uni<Void> act(Found before, TurnInput input, VersionedState after, TurnPlan plan, Instant decided) {
        meters.know(before.notification());
        meters.committed(before.tracked(), after, plan.transition(), clock.instant());
        acks.remember(after);
        acks.retract(after, plan.transition());
        if (plan.decided() != null && plan.known() != null) {
            brokenRules.increment(plan.decided().explanation().failures());
            facts.keep(after.to().tenant(), plan.known(), plan.decided());
            learn(before.tracked().state(), after, input.presence());
        }
        if (clock.instant().isBefore(decided.plus(MAX_DURATION))) {
            show(before, after, input.presence(), true);
            return Uni.createFrom().voidItem();
        }
        return store.find(after.to().tenant(), after.id())
                .map(found -> found.filter(now -> now.tracked().version() == after.version()))
                .invoke(same -> show(before, after, input.presence(), same.isPresent()))
                .replaceWithVoid();
    }

    /**
     * Shows the attempt, and displays it silently where it was not. A superseded notification on the same device is
     * retracted after the new one was shown, so that a client can replace it in place; otherwise before.
     */
    private void show(Found before, VersionedState after, Presence presence, boolean isWanted) {
        State was = before.tracked().state();
        Attempt next = isWanted
                        && after.state() instanceof Delivering delivering
                        && AttemptSender.isToBeSent(was, delivering.attempt())
                ? delivering.attempt()
                : null;
        Superseded superseded = AckService.replaced(was).orElse(null);
        Attempt left = superseded == null ? null : superseded.shown();
        boolean inPlace = superseded != null
                && next != null
                && (left == null || left.target().isSamePlace(next.target()));
        if (superseded != null && !inPlace) {
            acks.retract(after.to(), superseded);
        }
        if (next != null) {
            sender.send(before.notification(), after, next);
        }
        if (isWanted) {
            after.state().silent().stream()
                    .filter(display -> !display.pushed() && isNew(was, display))
                    .flatMap(display -> presence.device(display.device()).stream())
                    .filter(Device::online)
                    .forEach(device -> sender.display(before.notification(), after, device, false));
        }
        if (superseded != null && inPlace) {
            acks.retract(after.to(), superseded);
        }
    }

    /** A display that was the target of an attempt gets a frame, too: the sound has moved on. */
    private static boolean isNew(State before, Display display) {
        return before.silent().stream().noneMatch(was -> was.device().equals(display.device()));
    }

    /**
     * Counts an attempt that went unanswered although its device was there, for the user's habits. Silence about what made
     * no sound, or was probably seen, tells nothing.
     */
    private void learn(State before, VersionedState after, Presence presence) {
        if (before instanceof Delivering was
                && was.attempt().ring()
                && after.state().presumed() == null) {
            Attempt attempt = was.attempt();
            after.state().past().stream()
                    .filter(over -> over.number() == attempt.number())
                    .filter(over -> TargetHealth.THERE.code().equals(over.over())
                            || TargetHealth.AWAY.code().equals(over.over()))
                    .map(Attempt::target)
                    .filter(Target.Live.class::isInstance)
                    .map(Target.Live.class::cast)
                    .forEach(over -> habits.unanswered(after.to(), over.device(), presence));
        }
    }

    /**
     * Shows a running attempt again on a device that came back with a session unknown to the attempt: what was sent or
     * pushed before may never have arrived. The attempt, its number and its deadline stay the same.
     */
    void showAgain(Found found, Presence presence, Set<DeviceId> arrived) {
        if (found.tracked().state() instanceof Delivering delivering
                && delivering.attempt().target().device() instanceof DeviceId device
                && arrived.contains(device)
                && delivering.attempt().receivedAt() == null) {
            Attempt attempt = delivering.attempt();
            List<SessionLocation> sessions = FactsMapper.sessions(presence, device);
            if (!(attempt.target() instanceof Target.Live live)
                    || !live.sessions().containsAll(sessions)) {
                sender.showAgain(found.notification(), found.tracked(), attempt, device, sessions);
            }
        }
    }

    /** Shows a notification again, without sound, on devices that came back and have displayed it before. */
    void displayAgain(Found found, Presence presence, Set<DeviceId> arrived) {
        State state = found.tracked().state();
        if (state instanceof Open) {
            arrived.stream()
                    .filter(device -> state.silent().stream()
                                    .anyMatch(display -> display.device().equals(device))
                            || (state instanceof Held && state.isShownOn(device)))
                    .flatMap(device -> presence.device(device).stream())
                    .filter(Device::online)
                    .forEach(device -> sender.display(found.notification(), found.tracked(), device, true));
        }
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
                plan.decided() == null ? null : plan.decided().explanation());
    }

    /** The state after a turn, and the decision of this turn; null if it made none. */
    record Outcome(VersionedState tracked, @Nullable Decided decided) {

        boolean isOver() {
            return tracked.state() instanceof Ended;
        }
    }
}
