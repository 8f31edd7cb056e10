package dev.oneping.notify.turn;

import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.AttemptPlan;
import dev.oneping.delivery.life.PresumedSeen;
import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.State.Held;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.life.Transition;
import dev.oneping.delivery.life.TransitionContext;
import dev.oneping.delivery.life.Transitions;
import dev.oneping.model.DeviceId;
import dev.oneping.model.Notification;
import dev.oneping.model.Priority;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.rules.Decided;
import dev.oneping.rules.Decision;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.rule.AckWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans a turn of an open notification: pure, no I/O and no clock. A running attempt continues while there is reason to
 * wait, or follows the user to another device; otherwise the rules decide.
 *
 * @param ackDeadline computes the deadline of a running attempt
 * @param inference   infers whether the user saw it
 * @param maxAttempts the limit of attempts
 * @param ringDistance the least time between the sounds of two notifications
 */
record TurnPlanner(AckDeadline ackDeadline, SeenInference inference, int maxAttempts, Duration ringDistance) {

    /** The reason of a wait after the user has probably seen it. */
    private static final String PRESUMED_SEEN = "presumed_seen";

    /** The reason of a wait because another notification has sounded. */
    private static final String RANG_JUST_NOW = "rang_just_now";

    /** The reasons of waits for better evidence, which are no waits that others share. */
    static final Set<String> OWN_WAITS = Set.of("not_worth_a_ring", RANG_JUST_NOW, PRESUMED_SEEN);

    /** Returns the plan for now, with what it presumes on the way; null if there is nothing to do. */
    @Nullable
    TurnPlan next(Notification notification, Open open, TransitionContext at, TurnInput input, TurnTrigger cause) {
        Transition presumed = inference
                .of(open, input.presence(), at.now())
                .flatMap(seen -> seen.of(open, at))
                .orElse(null);
        if (presumed == null || !(presumed.next() instanceof Open known)) {
            return plan(notification, open, at, input, cause);
        }
        TurnPlan plan = plan(notification, known, at, input, cause);
        if (plan == null) {
            return TurnPlan.waiting(presumed, PRESUMED_SEEN);
        }
        Transition both = plan.transition().withFirstEvent(presumed.events().getFirst());
        return new TurnPlan(both, plan.decided(), plan.known(), plan.note());
    }

    private @Nullable TurnPlan plan(
            Notification notification, Open open, TransitionContext at, TurnInput input, TurnTrigger cause) {
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
            TurnPlan wait = again.isPresent() ? again.get() : patience(delivering, at, reading, cause);
            return cause == TurnTrigger.PRESENCE ? takenUp(notification, delivering, at, input, wait) : wait;
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
        Facts known = facts(notification, delivering, delivering.past(), at, input);
        Decided decided = input.rules().decide(known);
        if (decided.decision() instanceof Decision.Deliver deliver
                && deliver.device()
                        .flatMap(presence::device)
                        .filter(device -> AckDeadline.hasTurnedTo(device, attempt, presence))
                        .isPresent()) {
            Transition transition = delivering.follow(at, plan(deliver, delivering, input, notification, cause));
            return new TurnPlan(transition, decided, known, "attention_moved");
        }
        return null;
    }

    /**
     * Plans what a change of presence allows beside a running attempt: to sound on its device, if it was silent only
     * because of a call or a presentation that is over, and to display it on devices that were taken up since.
     */
    private @Nullable TurnPlan takenUp(
            Notification notification,
            Delivering delivering,
            TransitionContext at,
            TurnInput input,
            @Nullable TurnPlan wait) {
        Attempt attempt = delivering.attempt();
        boolean muted = !attempt.ring() && !attempt.bundled() && !input.soundless();
        boolean unshown = input.presence().devices().stream()
                .anyMatch(device -> device.online() && !delivering.isShownOn(device.id()));
        boolean settled = input.presence().suspendedUntil() == null && !attempt.asksEveryone();
        if (!settled || !(muted || unshown) || delivering.past().size() + 1 >= maxAttempts) {
            return wait;
        }
        Facts known = facts(notification, delivering, delivering.past(), at, input);
        Decided decided = input.rules().decide(known);
        if (muted
                && decided.decision() instanceof Decision.Deliver deliver
                && deliver.ring()
                && target(deliver, input.presence()).isSamePlace(attempt.target())) {
            AttemptPlan plan = plan(deliver, delivering, input, notification, TurnTrigger.PRESENCE);
            return new TurnPlan(delivering.follow(at, plan), decided, known, "may_sound");
        }
        Delivering running = wait != null && wait.transition().next() instanceof Delivering next ? next : delivering;
        return running.display(at, silent(decided.decision(), input))
                .map(shown -> TurnPlan.waiting(shown, wait == null || wait.note() == null ? "taken_up" : wait.note()))
                .orElse(wait);
    }

    /** Returns the facts of a decision on a notification, with what its devices show of it. */
    private static Facts facts(
            Notification notification, Open open, List<Attempt> past, TransitionContext at, TurnInput input) {
        return FactsMapper.facts(notification, past, open.silent(), input.presence(), input.past(), at.now());
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
        boolean handed = step.transition().next() instanceof Delivering next
                && !next.attempt().target().isSamePlace(attempt.target());
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
        Facts known = facts(notification, open, next.past(), at, input);
        Decided decided = input.rules().decide(known);
        return new TurnPlan(transition(decided.decision(), next, input, notification, cause), decided, known, null);
    }

    private Transition transition(
            Decision decision, Transitions next, TurnInput input, Notification notification, TurnTrigger cause) {
        return switch (decision) {
            case Decision.Deliver ignored when next.past().size() >= maxAttempts -> next.exhaust("too_many_attempts");
            case Decision.Deliver deliver
            when deliver.ring() && isPresumedSeen(next.from(), notification) ->
                next.hold(PRESUMED_SEEN, notification.expiresAt(), silent(deliver, input));
            case Decision.Deliver deliver
            when mustWait(deliver, next.from(), input, cause) ->
                next.hold(RANG_JUST_NOW, next.at().now().plus(ringDistance), silent(deliver, input));
            case Decision.Deliver deliver ->
                begin(next.begin(plan(deliver, next.from(), input, notification, cause)), input.presence());
            case Decision.Hold hold -> next.hold(hold.reason(), hold.until(), silent(hold, input));
            case Decision.Suppress suppress -> next.suppress(suppress.reason());
            case Decision.Exhaust exhaust -> next.exhaust(exhaust.reason());
            case Decision.Expire ignored -> next.expire();
        };
    }

    /** Begins an attempt; the state of the device may shorten the first wait. */
    private Transition begin(Transition transition, Presence presence) {
        if (transition.next() instanceof Delivering delivering) {
            Attempt attempt = delivering.attempt();
            AckDeadline.Reading reading = ackDeadline.read(attempt, presence, attempt.startedAt());
            return reading.end().isBefore(attempt.ackBy())
                    ? transition.awaiting(reading.end(), reading.target().code())
                    : transition;
        }
        return transition;
    }

    private static AttemptPlan plan(
            Decision.Deliver deliver, Open from, TurnInput input, Notification notification, TurnTrigger cause) {
        AckWindow window = deliver.window();
        boolean rings = deliver.ring()
                && cause.mayRing(notification.priority())
                && !input.soundless()
                && !isPresumedSeen(from, notification);
        return new AttemptPlan(
                target(deliver, input.presence()),
                new AttemptPlan.Window(window.length(), window.floor(), window.extension()),
                rings,
                deliver.at(),
                deliver.variant(),
                SilentDisplays.beside(deliver, from, input.rules(), input.presence()),
                deliver.ring() && !rings && isBundled(from, cause));
    }

    private static Set<Target> silent(Decision decision, TurnInput input) {
        return SilentDisplays.all(decision, input.rules(), input.presence());
    }

    /**
     * Returns whether a policy by chance waits until the sound of another notification is long enough ago. A policy of
     * steps shows it at its target without sound, and so does a bundle.
     */
    private static boolean mustWait(Decision.Deliver deliver, Open from, TurnInput input, TurnTrigger cause) {
        return deliver.ring()
                && input.soundless()
                && !isBundled(from, cause)
                && input.rules().choosesByChance(deliver.at().policy());
    }

    private static boolean isPresumedSeen(Open from, Notification notification) {
        PresumedSeen seen = from.presumed();
        return seen != null && !seen.revoked() && notification.priority().compareTo(Priority.HIGH) < 0;
    }

    /** Returns whether the sound of another notification counts for this one, because their waits ended together. */
    private static boolean isBundled(Open from, TurnTrigger cause) {
        return cause == TurnTrigger.CATCH_UP || (from instanceof Held held && !OWN_WAITS.contains(held.reason()));
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
