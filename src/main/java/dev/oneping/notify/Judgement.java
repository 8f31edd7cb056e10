package dev.oneping.notify;

import dev.oneping.delivery.Attempt;
import dev.oneping.delivery.Moment;
import dev.oneping.delivery.Move;
import dev.oneping.delivery.Onward;
import dev.oneping.delivery.Plan;
import dev.oneping.delivery.State.Delivering;
import dev.oneping.delivery.State.Open;
import dev.oneping.delivery.Target;
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
record Judgement(AckClock ackClock, int maxAttempts) {

    /** What is to be done now; null if nothing is. */
    @Nullable
    Step next(Notification notification, Open open, Moment at, View view, Cause cause) {
        if (!(open instanceof Delivering delivering) || !at.now().isBefore(notification.expiresAt())) {
            return decide(notification, open, at, view, cause, "expired");
        }
        Optional<String> hopeless = cause.givesUp();
        if (hopeless.isPresent()) {
            return decide(notification, delivering, at, view, cause, hopeless.get());
        }
        Step followed = follow(notification, delivering, at, view, cause);
        if (followed != null) {
            return followed;
        }
        AckClock.Reading reading = ackClock.read(delivering.attempt(), view.presence(), at.now());
        if (at.now().isBefore(reading.end())) {
            Optional<Step> again = sendAgain(delivering, at);
            return again.isPresent() ? again.get() : patience(delivering, at, reading, cause);
        }
        return reading.target() == Outlook.AT_RISK
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
    private static Optional<Step> sendAgain(Delivering delivering, Moment at) {
        return delivering
                .attempt()
                .sending()
                .filter(sending -> !at.now().isBefore(sending.next()))
                .flatMap(ignored -> delivering.sendAgain(at))
                .map(move -> Step.waiting(move, "sent_again"));
    }

    /** The attempt still runs: it ends when the reading says, and a timer that came early is set back. */
    private static @Nullable Step patience(Delivering delivering, Moment at, AckClock.Reading reading, Cause cause) {
        Attempt attempt = delivering.attempt();
        Instant end = at.expiry().isBefore(reading.end()) ? at.expiry() : reading.end();
        if (!end.equals(attempt.ackBy())) {
            boolean asPlanned = end.equals(attempt.bounds().planned());
            String why = asPlanned ? null : reading.target().code();
            return Step.waiting(delivering.await(at, end, why), asPlanned ? "as_planned" : why);
        }
        return cause == Cause.TIMER ? Step.waiting(delivering.lookAgain(at, attempt.due()), null) : null;
    }

    /**
     * Where the person has turned to another device, what the rules say if the running attempt were still to be made. Only
     * if they choose that device it is followed; whatever else they say now is left to the end of the attempt.
     */
    private @Nullable Step follow(Notification notification, Delivering delivering, Moment at, View view, Cause cause) {
        Attempt attempt = delivering.attempt();
        Presence presence = view.presence();
        boolean turned =
                presence.devices().stream().anyMatch(device -> AckClock.hasTurnedTo(device, attempt, presence));
        if (!turned || delivering.past().size() + 1 >= maxAttempts) {
            return null;
        }
        Facts known = Situation.facts(notification, delivering.past(), presence, view.past(), at.now());
        Decided decided = view.rules().decide(known);
        if (decided.decision() instanceof Decision.Deliver deliver
                && deliver.device()
                        .flatMap(presence::device)
                        .filter(device -> AckClock.hasTurnedTo(device, attempt, presence))
                        .isPresent()) {
            Move move = delivering.follow(at, plan(deliver, presence, notification, cause));
            return new Step(move, decided, known, "attention_moved");
        }
        return null;
    }

    /** Before the battery of the device is empty another is asked. Where there is none, it is asked till the end. */
    private Step handOver(Notification notification, Delivering delivering, Moment at, View view, Cause cause) {
        Attempt attempt = delivering.attempt();
        String why = Outlook.AT_RISK.code();
        Step step = decide(notification, delivering, at, view, cause, why);
        boolean handed = step.move().next() instanceof Delivering(Attempt next, List<Attempt> ignored)
                && !next.target().isSamePlace(attempt.target());
        if (handed) {
            Device dying = view.presence()
                    .device(Objects.requireNonNull(attempt.target().device()))
                    .orElseThrow();
            Move told = step.move().telling(Outlook.risk(dying, notification.id()));
            return new Step(told, step.decided(), step.known(), why);
        }
        Instant planned = attempt.bounds().planned();
        return at.now().isBefore(planned) ? Step.waiting(delivering.await(at, planned, why), "no_other_device") : step;
    }

    private Step decide(Notification notification, Open open, Moment at, View view, Cause cause, String givenUpFor) {
        Onward onward = open.onward(at, givenUpFor);
        Facts known = Situation.facts(notification, onward.past(), view.presence(), view.past(), at.now());
        Decided decided = view.rules().decide(known);
        return new Step(move(decided.decision(), onward, view, notification, cause), decided, known, null);
    }

    private Move move(Decision decision, Onward onward, View view, Notification notification, Cause cause) {
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
    private Move begin(Move move, Presence presence) {
        if (move.next() instanceof Delivering(Attempt attempt, List<Attempt> ignored)) {
            AckClock.Reading reading = ackClock.read(attempt, presence, attempt.startedAt());
            return reading.end().isBefore(attempt.ackBy())
                    ? move.awaiting(reading.end(), reading.target().code())
                    : move;
        }
        return move;
    }

    private static Plan plan(Decision.Deliver deliver, Presence presence, Notification notification, Cause cause) {
        AckWindow window = deliver.window();
        return new Plan(
                target(deliver, presence),
                new Plan.Window(window.length(), window.floor(), window.extension()),
                deliver.ring() && cause.mayRing(notification.priority()),
                deliver.at(),
                deliver.variant());
    }

    private static Target target(Decision.Deliver deliver, Presence presence) {
        return switch (deliver.target()) {
            case dev.oneping.rules.Target.OnDevice(DeviceId device) ->
                new Target.Live(device, Situation.sessions(presence, device));
            case dev.oneping.rules.Target.OnPush(DeviceId device) -> new Target.Push(device);
            case dev.oneping.rules.Target.OnChannel(String channel) -> new Target.Contact(channel);
            case dev.oneping.rules.Target.Everyone ignored -> new Target.Everyone();
        };
    }
}
