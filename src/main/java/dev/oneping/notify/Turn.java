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
import dev.oneping.delivery.State.Delivering;
import dev.oneping.delivery.State.Ended;
import dev.oneping.delivery.State.Open;
import dev.oneping.delivery.TraceLine;
import dev.oneping.delivery.Tracked;
import dev.oneping.events.Event;
import dev.oneping.model.DeviceId;
import dev.oneping.model.Notification;
import dev.oneping.notify.ruleset.ActiveRules;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.rules.AckWindow;
import dev.oneping.rules.Decided;
import dev.oneping.rules.Decision;
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
    private final DeliveryStore store;
    private final Settlement settlement;
    private final DeviceChannel devices;
    private final DeliveryConfig bounds;
    private final AckClock ackClock;
    private final Clock clock;
    private final Counter conflicts;

    Turn(
            ActiveRules rules,
            DeliveryStore store,
            Settlement settlement,
            DeviceChannel devices,
            DeliveryConfig bounds,
            NotifyConfig config,
            Clock clock,
            MeterRegistry metrics) {
        this.rules = rules;
        this.store = store;
        this.settlement = settlement;
        this.devices = devices;
        this.bounds = bounds;
        this.ackClock = new AckClock(config.lostTargetGrace());
        this.clock = clock;
        this.conflicts = Counter.builder("oneping.turn.conflicts")
                .description("Turns taken again because another move came first")
                .register(metrics);
    }

    /** Takes a turn and answers with the life after it. */
    Uni<Outcome> take(Found found, Presence presence, Cause cause) {
        return take(found, presence, cause, 0);
    }

    private Uni<Outcome> take(Found found, Presence presence, Cause cause, int lost) {
        if (!(found.tracked().state() instanceof Open open)) {
            return Uni.createFrom().item(new Outcome(found.tracked(), null));
        }
        Instant now = clock.instant();
        Notification notification = found.notification();
        Moves moves = new Moves(notification.id(), open, notification.expiresAt(), now);
        Step step = next(notification, moves, presence, cause);
        if (step == null) {
            return Uni.createFrom().item(new Outcome(found.tracked(), null));
        }
        return store.commit(found.tracked(), step.move(), line(now, cause, step))
                .chain(commit -> switch (commit) {
                    case Commit.Made made -> {
                        act(notification, made.tracked(), step);
                        yield Uni.createFrom().item(new Outcome(made.tracked(), step.decided()));
                    }
                    case Commit.Conflict conflict -> again(found, conflict.tracked(), presence, cause, lost);
                    case Commit.Gone ignored -> Uni.createFrom().item(new Outcome(found.tracked(), null));
                });
    }

    private Uni<Outcome> again(Found found, Tracked fresh, Presence presence, Cause cause, int lost) {
        conflicts.increment();
        if (lost >= MAX_CONFLICTS) {
            // The others who committed have set the timer, so the notification is not forgotten.
            return Uni.createFrom().item(new Outcome(fresh, null));
        }
        return take(new Found(found.notification(), fresh), presence, cause, lost + 1);
    }

    /** What is to be done now; null if nothing is. */
    private @Nullable Step next(Notification notification, Moves moves, Presence presence, Cause cause) {
        if (moves.from() instanceof Delivering delivering && moves.now().isBefore(notification.expiresAt())) {
            Attempt attempt = delivering.attempt();
            if (cause == Cause.NACK) {
                return decide(notification, moves, presence, "nacked");
            }
            Step followed = follow(notification, delivering, moves, presence);
            if (followed != null) {
                return followed;
            }
            AckClock.Reading reading = ackClock.read(attempt, presence, moves.now());
            if (moves.now().isBefore(reading.end())) {
                return patience(moves, attempt, reading, cause);
            }
            return reading.target() == Target.AT_RISK
                    ? handOver(notification, moves, attempt, presence)
                    : decide(notification, moves, presence, reading.target().code());
        }
        return decide(notification, moves, presence, "expired");
    }

    /** The attempt still runs: it ends when the reading says, and a timer that came early is set back. */
    private @Nullable Step patience(Moves moves, Attempt attempt, AckClock.Reading reading, Cause cause) {
        if (!reading.end().equals(attempt.ackBy())) {
            boolean asPlanned = reading.end().equals(attempt.bounds().planned());
            String why = asPlanned ? null : reading.target().code();
            return moves.await(reading.end(), why)
                    .map(move -> new Step(move, null, asPlanned ? "as_planned" : why))
                    .orElse(null);
        }
        return cause == Cause.TIMER ? new Step(moves.lookAgain(attempt.ackBy()), null, null) : null;
    }

    /**
     * Where the person has turned to another device, what the rules say if the running attempt were still to be made. Only
     * if they choose that device it is followed; whatever else they say now is left to the end of the attempt.
     */
    private @Nullable Step follow(Notification notification, Delivering delivering, Moves moves, Presence presence) {
        Attempt attempt = delivering.attempt();
        boolean turned =
                presence.devices().stream().anyMatch(device -> AckClock.hasTurnedTo(device, attempt, presence));
        if (!turned || delivering.past().size() + 1 >= bounds.maxAttempts()) {
            return null;
        }
        Decided decided = rules.current(notification.to().tenant())
                .decide(Situation.facts(notification, delivering.past(), presence, moves.now()));
        return decided.decision() instanceof Decision.Deliver deliver
                        && deliver.device()
                                .flatMap(presence::device)
                                .filter(device -> AckClock.hasTurnedTo(device, attempt, presence))
                                .isPresent()
                ? moves.follow(plan(deliver, presence))
                        .map(move -> new Step(move, decided, "attention_moved"))
                        .orElse(null)
                : null;
    }

    /** Before the battery of the device is empty another is asked. Where there is none, it is asked till the end. */
    private Step handOver(Notification notification, Moves moves, Attempt attempt, Presence presence) {
        String why = Target.AT_RISK.code();
        Step step = decide(notification, moves, presence, why);
        boolean handed = step.move().next() instanceof Delivering(Attempt next, List<Attempt> ignored)
                && !next.device().equals(attempt.device());
        if (handed) {
            Device dying = presence.device(attempt.device()).orElseThrow();
            return new Step(step.move().telling(Target.risk(dying, notification.id())), step.decided(), why);
        }
        return moves.await(attempt.bounds().planned(), why)
                .map(move -> new Step(move, null, "no_other_device"))
                .orElse(step);
    }

    private Step decide(Notification notification, Moves moves, Presence presence, String givenUpFor) {
        Moves.Onward onward = moves.givingUp(givenUpFor);
        Decided decided = rules.current(notification.to().tenant())
                .decide(Situation.facts(notification, onward.past(), presence, moves.now()));
        return new Step(move(decided.decision(), onward, presence), decided, null);
    }

    private Move move(Decision decision, Moves.Onward onward, Presence presence) {
        return switch (decision) {
            case Decision.Deliver ignored
            when onward.past().size() >= bounds.maxAttempts() -> onward.exhaust("too_many_attempts");
            case Decision.Deliver deliver -> begin(onward.begin(plan(deliver, presence)), presence);
            case Decision.Hold hold -> onward.hold(hold.reason(), hold.until());
            case Decision.Suppress suppress -> onward.suppress(suppress.reason());
            case Decision.Exhaust exhaust -> onward.exhaust(exhaust.reason());
            case Decision.Expire ignored -> onward.expire();
        };
    }

    /** What is known of the device already at the beginning may make the first wait shorter. */
    private Move begin(Move move, Presence presence) {
        if (move.next() instanceof Delivering(Attempt attempt, List<Attempt> ignored)) {
            AckClock.Reading reading = ackClock.read(attempt, presence, attempt.startedAt());
            return reading.end().isBefore(attempt.ackBy())
                    ? move.awaiting(reading.end(), reading.target().code())
                    : move;
        }
        return move;
    }

    private static Plan plan(Decision.Deliver deliver, Presence presence) {
        // No fact names a channel or a group yet, so no policy can lead there.
        DeviceId device = deliver.device().orElseThrow();
        AckWindow window = deliver.window();
        return new Plan(
                device,
                Situation.sessions(presence, device),
                new Plan.Window(window.length(), window.floor(), window.extension()),
                deliver.ring(),
                deliver.at());
    }

    private void act(Notification notification, Tracked after, Step step) {
        settlement.remember(after);
        settlement.retract(after, step.move());
        if (step.decided() != null && after.state() instanceof Delivering delivering) {
            Attempt attempt = delivering.attempt();
            devices.present(
                    after.to(), attempt.device(), attempt.sessions(), presentation(notification, after, attempt));
        }
    }

    private static Presentation presentation(Notification notification, Tracked tracked, Attempt attempt) {
        return new Presentation(notification, attempt.number(), tracked.version(), attempt.ring(), attempt.ackBy());
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
        if (step.move().events().isEmpty() && step.note() == null) {
            return null;
        }
        String device = step.move().next() instanceof Delivering delivering
                ? delivering.attempt().device().value()
                : null;
        return new TraceLine(
                now,
                cause.code(),
                step.move().events().stream().map(Event::type).toList(),
                device,
                step.note(),
                step.decided() == null ? null : step.decided().explanation());
    }

    /** A move, the decision that led to it, and what else is worth a line; no decision where only the timer was moved. */
    private record Step(
            Move move, @Nullable Decided decided, @Nullable String note) {}

    /** The life after a turn, and what this turn decided; null if it decided nothing. */
    record Outcome(Tracked tracked, @Nullable Decided decided) {

        boolean isOver() {
            return tracked.state() instanceof Ended;
        }
    }
}
