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
 * Plans a turn of an open notification: pure, no I/O and no clock. A running attempt continues while there is reason to
 * wait, or follows the user to another device; otherwise the rules decide.
 *
 * @param ackDeadline computes the deadline of a running attempt
 * @param maxAttempts the limit of attempts
 */
record TurnPlanner(AckDeadline ackDeadline, int maxAttempts) {

    /** Returns the plan for now; null if there is nothing to do. */
    @Nullable
    TurnPlan next(Notification notification, Open open, TransitionContext at, TurnInput input, TurnTrigger cause) {
        if (!(open instanceof Delivering delivering) || !at.now().isBefore(notification.expiresAt())) {
            return decide(notification, open, at, input, cause, "expired");
        }
        Optional<String> hopeless = cause.abandonReason();
        if (hopeless.isPresent()) {
            return decide(notification, delivering, at, input, cause, hopeless.get());
        }
        TurnPlan followed = follow(notification, delivering, at, input, cause);
        if (followed != null) {
            return followed;
        }
        AckDeadline.Reading reading = ackDeadline.read(delivering.attempt(), input.presence(), at.now());
        if (at.now().isBefore(reading.end())) {
            Optional<TurnPlan> again = sendAgain(delivering, at);
            return again.isPresent() ? again.get() : patience(delivering, at, reading, cause);
        }
        return reading.target() == TargetHealth.AT_RISK
                ? handOver(notification, delivering, at, input, cause)
                : decide(
                        notification,
                        delivering,
                        at,
                        input,
                        cause,
                        reading.target().code());
    }

    /** Plans another hand-over to a channel, if the process that began the last one reported no result. */
    private static Optional<TurnPlan> sendAgain(Delivering delivering, TransitionContext at) {
        return delivering
                .attempt()
                .sending()
                .filter(sending -> !at.now().isBefore(sending.next()))
                .flatMap(ignored -> delivering.sendAgain(at))
                .map(transition -> TurnPlan.waiting(transition, "sent_again"));
    }

    /**
     * Plans the rest of a running attempt: it ends at the computed deadline, and a timer that fired early is set again.
     */
    private static @Nullable TurnPlan patience(
            Delivering delivering, TransitionContext at, AckDeadline.Reading reading, TurnTrigger cause) {
        Attempt attempt = delivering.attempt();
        Instant end = at.expiry().isBefore(reading.end()) ? at.expiry() : reading.end();
        if (!end.equals(attempt.ackBy())) {
            boolean asPlanned = end.equals(attempt.bounds().planned());
            String why = asPlanned ? null : reading.target().code();
            return TurnPlan.waiting(delivering.await(at, end, why), asPlanned ? "as_planned" : why);
        }
        return cause == TurnTrigger.TIMER ? TurnPlan.waiting(delivering.reschedule(at, attempt.due()), null) : null;
    }

    /**
     * Plans to follow a user who turned to another device, if the rules would choose that device were the running
     * attempt still to be made. Any other decision waits for the end of the attempt.
     */
    private @Nullable TurnPlan follow(
            Notification notification,
            Delivering delivering,
            TransitionContext at,
            TurnInput input,
            TurnTrigger cause) {
        Attempt attempt = delivering.attempt();
        Presence presence = input.presence();
        boolean turned =
                presence.devices().stream().anyMatch(device -> AckDeadline.hasTurnedTo(device, attempt, presence));
        if (!turned || delivering.past().size() + 1 >= maxAttempts) {
            return null;
        }
        Facts known = FactsMapper.facts(notification, delivering.past(), presence, input.past(), at.now());
        Decided decided = input.rules().decide(known);
        if (decided.decision() instanceof Decision.Deliver deliver
                && deliver.device()
                        .flatMap(presence::device)
                        .filter(device -> AckDeadline.hasTurnedTo(device, attempt, presence))
                        .isPresent()) {
            Transition transition = delivering.follow(at, plan(deliver, presence, notification, cause));
            return new TurnPlan(transition, decided, known, "attention_moved");
        }
        return null;
    }

    /**
     * Plans to ask another device before the battery of this one is empty. Without another device the attempt runs to
     * its end.
     */
    private TurnPlan handOver(
            Notification notification,
            Delivering delivering,
            TransitionContext at,
            TurnInput input,
            TurnTrigger cause) {
        Attempt attempt = delivering.attempt();
        String why = TargetHealth.AT_RISK.code();
        TurnPlan step = decide(notification, delivering, at, input, cause, why);
        boolean handed = step.transition().next() instanceof Delivering(Attempt next, List<Attempt> ignored)
                && !next.target().isSamePlace(attempt.target());
        if (handed) {
            Device dying = input.presence()
                    .device(Objects.requireNonNull(attempt.target().device()))
                    .orElseThrow();
            Transition withRisk = step.transition().withFirstEvent(TargetHealth.risk(dying, notification.id()));
            return new TurnPlan(withRisk, step.decided(), step.known(), why);
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
            TurnInput input,
            TurnTrigger cause,
            String abandonReason) {
        Transitions next = open.transitions(at, abandonReason);
        Facts known = FactsMapper.facts(notification, next.past(), input.presence(), input.past(), at.now());
        Decided decided = input.rules().decide(known);
        return new TurnPlan(transition(decided.decision(), next, input, notification, cause), decided, known, null);
    }

    private Transition transition(
            Decision decision, Transitions next, TurnInput input, Notification notification, TurnTrigger cause) {
        return switch (decision) {
            case Decision.Deliver ignored when next.past().size() >= maxAttempts -> next.exhaust("too_many_attempts");
            case Decision.Deliver deliver ->
                begin(next.begin(plan(deliver, input.presence(), notification, cause)), input.presence());
            case Decision.Hold hold -> next.hold(hold.reason(), hold.until());
            case Decision.Suppress suppress -> next.suppress(suppress.reason());
            case Decision.Exhaust exhaust -> next.exhaust(exhaust.reason());
            case Decision.Expire ignored -> next.expire();
        };
    }

    /** Begins an attempt; the state of the device may shorten the first wait. */
    private Transition begin(Transition transition, Presence presence) {
        if (transition.next() instanceof Delivering(Attempt attempt, List<Attempt> ignored)) {
            AckDeadline.Reading reading = ackDeadline.read(attempt, presence, attempt.startedAt());
            return reading.end().isBefore(attempt.ackBy())
                    ? transition.awaiting(reading.end(), reading.target().code())
                    : transition;
        }
        return transition;
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
