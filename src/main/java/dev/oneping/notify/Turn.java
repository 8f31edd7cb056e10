package dev.oneping.notify;

import dev.oneping.delivery.Attempt;
import dev.oneping.delivery.Commit;
import dev.oneping.delivery.DeliveryConfig;
import dev.oneping.delivery.DeliveryStore;
import dev.oneping.delivery.DeliveryStore.Found;
import dev.oneping.delivery.DeviceChannel;
import dev.oneping.delivery.Move;
import dev.oneping.delivery.Moves;
import dev.oneping.delivery.Plan;
import dev.oneping.delivery.Presentation;
import dev.oneping.delivery.Settlement;
import dev.oneping.delivery.State;
import dev.oneping.delivery.State.Delivering;
import dev.oneping.delivery.State.Ended;
import dev.oneping.delivery.State.Open;
import dev.oneping.delivery.TraceLine;
import dev.oneping.delivery.Tracked;
import dev.oneping.events.NotificationEvent;
import dev.oneping.model.DeviceId;
import dev.oneping.model.Notification;
import dev.oneping.model.UserRef;
import dev.oneping.notify.memory.Habits;
import dev.oneping.notify.memory.Memory;
import dev.oneping.notify.memory.MemoryStore;
import dev.oneping.notify.ruleset.ActiveRules;
import dev.oneping.notify.ruleset.FactsLog;
import dev.oneping.presence.Presence;
import dev.oneping.rules.Decided;
import dev.oneping.rules.Decision;
import dev.oneping.rules.Facts;
import dev.oneping.rules.RuleSet;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One turn: look at the facts, decide, commit by compare-and-set, act. A new event, a timer, a device that arrives or is
 * lost, a changed preference: each leads to the same turn, with one more fact. There is no second mechanism.
 *
 * <p>Whoever loses the race to commit reads the life that won and takes the turn again; whoever wins acts, and nobody
 * else does.
 */
@Singleton
public class Turn {

    private static final int MAX_CONFLICTS = 16;

    private final ActiveRules rules;
    private final MemoryStore memory;
    private final Habits habits;
    private final FactsLog facts;
    private final DeliveryStore store;
    private final Settlement settlement;
    private final DeviceChannel devices;
    private final DeliveryConfig bounds;
    private final NotifyConfig config;
    private final Clock clock;
    private final Counter conflicts;
    private final Counter brokenRules;

    Turn(
            ActiveRules rules,
            MemoryStore memory,
            Habits habits,
            FactsLog facts,
            DeliveryStore store,
            Settlement settlement,
            DeviceChannel devices,
            DeliveryConfig bounds,
            NotifyConfig config,
            Clock clock,
            MeterRegistry metrics) {
        this.rules = rules;
        this.memory = memory;
        this.habits = habits;
        this.facts = facts;
        this.store = store;
        this.settlement = settlement;
        this.devices = devices;
        this.bounds = bounds;
        this.config = config;
        this.clock = clock;
        this.conflicts = Counter.builder("oneping.turn.conflicts")
                .description("Turns taken again because another move came first")
                .register(metrics);
        this.brokenRules = Counter.builder("oneping.rules.broken")
                .description("Rules that broke while they were evaluated; each was skipped and is named in the trace")
                .register(metrics);
    }

    /** Takes a turn and answers with the life after it. */
    Uni<Outcome> take(Found found, Presence presence, Cause cause) {
        return look(found, presence, cause, 0);
    }

    /** One rule set, and what it asks of the past, for as long as nobody else moves. */
    private Uni<Outcome> look(Found found, Presence presence, Cause cause, int lost) {
        if (!(found.tracked().state() instanceof Open)) {
            return Uni.createFrom().item(new Outcome(found.tracked(), null));
        }
        UserRef user = found.notification().to();
        RuleSet inForce = rules.current(user.tenant());
        return memory.recall(user, Situation.ids(presence), presence.zone(), inForce)
                .chain(past -> take(found, new View(presence, past, inForce), cause, lost));
    }

    private Uni<Outcome> take(Found found, View view, Cause cause, int lost) {
        if (!(found.tracked().state() instanceof Open open)) {
            return Uni.createFrom().item(new Outcome(found.tracked(), null));
        }
        Instant now = clock.instant();
        Notification notification = found.notification();
        Moves moves = new Moves(notification.id(), open, notification.expiresAt(), now);
        Step step = next(notification, moves, view, cause);
        if (step == null) {
            return Uni.createFrom().item(new Outcome(found.tracked(), null));
        }
        return pay(notification, view, step)
                .chain(paid -> paid
                        ? commit(found, view, cause, lost, step, now)
                        : again(found, found.tracked(), view, cause, lost));
    }

    private Uni<Outcome> commit(Found found, View view, Cause cause, int lost, Step step, Instant now) {
        return store.commit(found.tracked(), step.move(), line(now, cause, step))
                .chain(commit -> switch (commit) {
                    case Commit.Made made -> {
                        act(found, view, made.tracked(), step);
                        yield Uni.createFrom().item(new Outcome(made.tracked(), step.decided()));
                    }
                    case Commit.Conflict conflict -> again(found, conflict.tracked(), view, cause, lost);
                    case Commit.Gone ignored -> Uni.createFrom().item(new Outcome(found.tracked(), null));
                });
    }

    /** What interrupts a person anew is booked before it does, so that two at once cannot both be the last that fits. */
    private Uni<Boolean> pay(Notification notification, View view, Step step) {
        Decided decided = step.decided();
        return view.rules().asksForHistory()
                        && decided != null
                        && decided.decision() instanceof Decision.Deliver deliver
                        && deliver.spend() != null
                ? memory.spend(notification.to(), view.past(), deliver.spend())
                : Uni.createFrom().item(true);
    }

    private Uni<Outcome> again(Found found, Tracked fresh, View view, Cause cause, int lost) {
        conflicts.increment();
        if (lost >= MAX_CONFLICTS) {
            // The others who committed have set the timer, so the notification is not forgotten.
            return Uni.createFrom().item(new Outcome(fresh, null));
        }
        return look(new Found(found.notification(), fresh), view.presence(), cause, lost + 1);
    }

    /** What is to be done now; null if nothing is. */
    private @Nullable Step next(Notification notification, Moves moves, View view, Cause cause) {
        if (moves.from() instanceof Delivering delivering && moves.now().isBefore(notification.expiresAt())) {
            Attempt attempt = delivering.attempt();
            Target target = Target.of(attempt, view.presence());
            if (cause == Cause.NACK) {
                return decide(notification, moves, view, "nacked");
            }
            if (moves.now().isBefore(attempt.ackBy()) && !(target.isLost() && cause == Cause.TIMER)) {
                return patience(moves, attempt, target, cause);
            }
            return decide(notification, moves, view, target.isLost() ? target.code() : "unanswered");
        }
        return decide(notification, moves, view, "expired");
    }

    /** The attempt still runs: a lost target is given a short grace, and a timer that came early is set back. */
    private @Nullable Step patience(Moves moves, Attempt attempt, Target target, Cause cause) {
        if (target.isLost()) {
            Instant graceOver = moves.now().plus(config.lostTargetGrace());
            return graceOver.isBefore(attempt.ackBy()) ? new Step(moves.lookAgain(graceOver), null, null) : null;
        }
        return cause == Cause.TIMER ? new Step(moves.lookAgain(attempt.ackBy()), null, null) : null;
    }

    private Step decide(Notification notification, Moves moves, View view, String givenUpFor) {
        Moves.Onward onward = moves.givingUp(givenUpFor);
        Facts known = Situation.facts(notification, onward.past(), view.presence(), view.past(), moves.now());
        Decided decided = view.rules().decide(known);
        return new Step(move(decided.decision(), onward, view.presence()), decided, known);
    }

    private Move move(Decision decision, Moves.Onward onward, Presence presence) {
        return switch (decision) {
            case Decision.Deliver ignored when onward.past().size() >= bounds.maxAttempts() -> onward.exhaust();
            case Decision.Deliver deliver -> onward.begin(plan(deliver, presence));
            case Decision.Hold hold -> onward.hold(hold.reason(), hold.until());
            case Decision.Suppress suppress -> onward.suppress(suppress.reason());
            case Decision.Exhaust ignored -> onward.exhaust();
            case Decision.Expire ignored -> onward.expire();
        };
    }

    private static Plan plan(Decision.Deliver deliver, Presence presence) {
        // No fact names a channel or a group yet, so no policy can lead there.
        DeviceId device = deliver.device().orElseThrow();
        return new Plan(
                device,
                Situation.sessions(presence, device),
                deliver.window().length(),
                deliver.ring(),
                deliver.at(),
                deliver.variant());
    }

    private void act(Found before, View view, Tracked after, Step step) {
        Notification notification = before.notification();
        settlement.remember(after);
        settlement.retract(after, step.move());
        if (step.decided() != null && after.state() instanceof Delivering delivering) {
            Attempt attempt = delivering.attempt();
            devices.present(
                    after.to(), attempt.device(), attempt.sessions(), presentation(notification, after, attempt));
        }
        if (step.decided() != null && step.known() != null) {
            brokenRules.increment(step.decided().explanation().failures());
            facts.keep(after.to().tenant(), step.known(), step.decided());
            learn(before.tracked().state(), after, view.presence());
        }
    }

    /** An attempt that was left behind although its device was there tells of a habit. */
    private void learn(State before, Tracked after, Presence presence) {
        if (before instanceof Delivering(Attempt attempt, List<Attempt> ignored)) {
            after.state().past().stream()
                    .filter(over -> over.number() == attempt.number())
                    .filter(over -> Target.THERE.code().equals(over.over())
                            || Target.AWAY.code().equals(over.over()))
                    .forEach(over -> habits.unanswered(after.to(), over.device(), presence));
        }
    }

    private static Presentation presentation(Notification notification, Tracked tracked, Attempt attempt) {
        return new Presentation(
                notification.shownAs(attempt.variant()),
                attempt.number(),
                tracked.version(),
                attempt.ring(),
                attempt.ackBy(),
                attempt.variant());
    }

    /**
     * Shows a running attempt again on a device that has come back: what was sent before may never have arrived. The
     * attempt, its number and its clock stay the same.
     */
    void showAgain(Found found, Presence presence, Set<DeviceId> arrived) {
        if (found.tracked().state() instanceof Delivering(Attempt attempt, List<Attempt> past)
                && arrived.contains(attempt.device())
                && attempt.receivedAt() == null) {
            devices.present(
                    found.tracked().to(),
                    attempt.device(),
                    Situation.sessions(presence, attempt.device()),
                    presentation(found.notification(), found.tracked(), attempt));
        }
    }

    private static @Nullable TraceLine line(Instant now, Cause cause, Step step) {
        if (step.move().events().isEmpty()) {
            return null;
        }
        String device = step.move().next() instanceof Delivering delivering
                ? delivering.attempt().device().value()
                : null;
        return new TraceLine(
                now,
                cause.code(),
                step.move().events().stream().map(NotificationEvent::type).toList(),
                device,
                step.decided() == null ? null : step.decided().explanation());
    }

    /** A move, and the decision that led to it with what it was made on; no decision where only the timer was moved. */
    private record Step(
            Move move, @Nullable Decided decided, @Nullable Facts known) {}

    /** All that a turn looks at beside the notification. */
    private record View(Presence presence, Memory past, RuleSet rules) {}

    /** The life after a turn, and what this turn decided; null if it decided nothing. */
    record Outcome(Tracked tracked, @Nullable Decided decided) {

        boolean isOver() {
            return tracked.state() instanceof Ended;
        }
    }
}
