package dev.oneping.notify;

import dev.oneping.delivery.Attempt;
import dev.oneping.delivery.AttemptPlan;
import dev.oneping.delivery.State.Delivering;
import dev.oneping.delivery.State.Open;
import dev.oneping.delivery.Target;
import dev.oneping.delivery.Transition;
import dev.oneping.delivery.TransitionContext;
import dev.oneping.delivery.Transitions;
import dev.oneping.model.DeviceId;
import dev.oneping.model.Notification;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.rules.AckWindow;
import dev.oneping.rules.Decided;
import dev.oneping.rules.Decision;
import dev.oneping.rules.Facts;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what a turn is to do with an open notification: pure, no I/O and no clock. A running attempt goes on while there is
 * reason to wait, or goes after its person; otherwise the rules decide.
 *
 * @param ackClock    when a running attempt is given up
 * @param maxAttempts how many there may be
 */
record TurnPlanner(AckDeadline ackClock, int maxAttempts) {

    /** What is to be done now; null if nothing is. */
    @Nullable
    TurnPlan next(Notification notification, Open open, TransitionContext at, TurnInput view, TurnTrigger cause) {
        if (!(open instanceof Delivering delivering) || !at.now().isBefore(notification.expiresAt())) {
            return decide(notification, open, at, view, cause, "expired");
        }
        Optional<String> hopeless = cause.givesUp();
        if (hopeless.isPresent()) {
            return decide(notification, delivering, at, view, cause, hopeless.get());
        }
        TurnPlan followed = follow(notification, delivering, at, view, cause);
        if (followed != null) {
            return followed;
        }
        AckDeadline.Reading reading = ackClock.read(delivering.attempt(), view.presence(), at.now());
        if (at.now().isBefore(reading.end())) {
            Optional<TurnPlan> again = sendAgain(delivering, at);
            return again.isPresent() ? again.get() : patience(delivering, at, reading, cause);
        }
        return reading.target() == TargetHealth.AT_RISK
                ? handOver(notification, delivering, at, view, cause)
                : decide(
                        notification,
                        delivering,
                        at,
                        view,
                        cause,
                        reading.target().code());
    }

    /** What was handed to a channel by a process that has said nothing since is handed over again. */
    private static Optional<TurnPlan> sendAgain(Delivering delivering, TransitionContext at) {
        return delivering
                .attempt()
                .sending()
                .filter(sending -> !at.now().isBefore(sending.next()))
                .flatMap(ignored -> delivering.sendAgain(at))
                .map(move -> TurnPlan.waiting(move, "sent_again"));
    }

    /** The attempt still runs: it ends when the reading says, and a timer that came early is set back. */
    private static @Nullable TurnPlan patience(
            Delivering delivering, TransitionContext at, AckDeadline.Reading reading, TurnTrigger cause) {
        Attempt attempt = delivering.attempt();
        Instant end = at.expiry().isBefore(reading.end()) ? at.expiry() : reading.end();
        if (!end.equals(attempt.ackBy())) {
            boolean asPlanned = end.equals(attempt.bounds().planned());
            String why = asPlanned ? null : reading.target().code();
            return TurnPlan.waiting(delivering.await(at, end, why), asPlanned ? "as_planned" : why);
        }
        return cause == TurnTrigger.TIMER ? TurnPlan.waiting(delivering.lookAgain(at, attempt.due()), null) : null;
    }

    /**
     * Where the person has turned to another device, what the rules say if the running attempt were still to be made. Only
     * if they choose that device it is followed; whatever else they say now is left to the end of the attempt.
     */
    private @Nullable TurnPlan follow(
            Notification notification, Delivering delivering, TransitionContext at, TurnInput view, TurnTrigger cause) {
        Attempt attempt = delivering.attempt();
        Presence presence = view.presence();
        boolean turned =
                presence.devices().stream().anyMatch(device -> AckDeadline.hasTurnedTo(device, attempt, presence));
        if (!turned || delivering.past().size() + 1 >= maxAttempts) {
            return null;
        }
        Facts known = FactsMapper.facts(notification, delivering.past(), presence, view.past(), at.now());
        Decided decided = view.rules().decide(known);
        if (decided.decision() instanceof Decision.Deliver deliver
                && deliver.device()
                        .flatMap(presence::device)
                        .filter(device -> AckDeadline.hasTurnedTo(device, attempt, presence))
                        .isPresent()) {
            Transition move = delivering.follow(at, plan(deliver, presence, notification, cause));
            return new TurnPlan(move, decided, known, "attention_moved");
        }
        return null;
    }

    /** Before the battery of the device is empty another is asked. Where there is none, it is asked till the end. */
    private TurnPlan handOver(
            Notification notification, Delivering delivering, TransitionContext at, TurnInput view, TurnTrigger cause) {
        Attempt attempt = delivering.attempt();
        String why = TargetHealth.AT_RISK.code();
        TurnPlan step = decide(notification, delivering, at, view, cause, why);
        boolean handed = step.move().next() instanceof Delivering(Attempt next, List<Attempt> ignored)
                && !next.target().isSamePlace(attempt.target());
        if (handed) {
            Device dying = view.presence()
                    .device(Objects.requireNonNull(attempt.target().device()))
                    .orElseThrow();
            Transition told = step.move().telling(TargetHealth.risk(dying, notification.id()));
            return new TurnPlan(told, step.decided(), step.known(), why);
        }
        Instant planned = attempt.bounds().planned();
        return at.now().isBefore(planned)
                ? TurnPlan.waiting(delivering.await(at, planned, why), "no_other_device")
                : step;
    }

    private TurnPlan decide(
            Notification notification,
            Open open,
            TransitionContext at,
            TurnInput view,
            TurnTrigger cause,
            String givenUpFor) {
        Transitions onward = open.onward(at, givenUpFor);
        Facts known = FactsMapper.facts(notification, onward.past(), view.presence(), view.past(), at.now());
        Decided decided = view.rules().decide(known);
        return new TurnPlan(move(decided.decision(), onward, view, notification, cause), decided, known, null);
    }

    private Transition move(
            Decision decision, Transitions onward, TurnInput view, Notification notification, TurnTrigger cause) {
        return switch (decision) {
            case Decision.Deliver ignored
            when onward.past().size() >= maxAttempts -> onward.exhaust("too_many_attempts");
            case Decision.Deliver deliver ->
                begin(onward.begin(plan(deliver, view.presence(), notification, cause)), view.presence());
            case Decision.Hold hold -> onward.hold(hold.reason(), hold.until());
            case Decision.Suppress suppress -> onward.suppress(suppress.reason());
            case Decision.Exhaust exhaust -> onward.exhaust(exhaust.reason());
            case Decision.Expire ignored -> onward.expire();
        };
    }

    /** What is known of the device already at the beginning may make the first wait shorter. */
    private Transition begin(Transition move, Presence presence) {
        if (move.next() instanceof Delivering(Attempt attempt, List<Attempt> ignored)) {
            AckDeadline.Reading reading = ackClock.read(attempt, presence, attempt.startedAt());
            return reading.end().isBefore(attempt.ackBy())
                    ? move.awaiting(reading.end(), reading.target().code())
                    : move;
        }
        return move;
    }

    private static AttemptPlan plan(
            Decision.Deliver deliver, Presence presence, Notification notification, TurnTrigger cause) {
        AckWindow window = deliver.window();
        return new AttemptPlan(
                target(deliver, presence),
                new AttemptPlan.Window(window.length(), window.floor(), window.extension()),
                deliver.ring() && cause.mayRing(notification.priority()),
                deliver.at(),
                deliver.variant());
    }

    private static Target target(Decision.Deliver deliver, Presence presence) {
        return switch (deliver.target()) {
            case dev.oneping.rules.DecisionTarget.OnDevice(DeviceId device) ->
                new Target.Live(device, FactsMapper.sessions(presence, device));
            case dev.oneping.rules.DecisionTarget.OnPush(DeviceId device) -> new Target.Push(device);
            case dev.oneping.rules.DecisionTarget.OnChannel(String channel) -> new Target.Contact(channel);
            case dev.oneping.rules.DecisionTarget.Everyone ignored -> new Target.Everyone();
        };
    }
}
