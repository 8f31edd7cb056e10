package dev.oneping.delivery;

import dev.oneping.delivery.State.Delivering;
import dev.oneping.delivery.State.Held;
import dev.oneping.delivery.State.Open;
import dev.oneping.events.Event;
import dev.oneping.events.NotificationEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transitions that are legal once the running attempt was abandoned, one per kind of rule decision. Pure: a
 * transition is returned, not committed.
 *
 * @param at     the context
 * @param from   the state before
 * @param past   all attempts, each of them over
 * @param events the events emitted before those of the transition
 */
public record Transitions(TransitionContext at, Open from, List<Attempt> past, List<Event> events) {

    /** Copies the lists. */
    public Transitions {
        past = List.copyOf(past);
        events = List.copyOf(events);
    }

    /**
     * Begins an attempt, and retracts the notification from the device that showed it, unless the attempt notifies the
     * rest of the group.
     */
    public Transition begin(AttemptPlan plan) {
        int number = past.isEmpty() ? 1 : past.getLast().number() + 1;
        Attempt attempt =
                Attempt.begin(number, plan, AckWindowBounds.of(plan.window(), at.now(), at.expiry()), at.now());
        Attempt loser = from.shown()
                .filter(shown -> !attempt.asksEveryone()
                        && shown.target().device() != null
                        && !shown.target().isSamePlace(plan.target()))
                .orElse(null);
        List<Event> emitted = new ArrayList<>(events);
        AttemptEvents.retracted(at, loser, "moved").ifPresent(emitted::add);
        emitted.add(AttemptEvents.begun(at, attempt));
        return new Transition(new Delivering(attempt, past), attempt.due(), emitted, loser, "moved");
    }

    /** Holds the notification. Holding again for the same reason emits no event. */
    public Transition hold(String reason, Instant until) {
        Instant due = at.notAfterExpiry(until);
        if (from instanceof Held held && held.reason().equals(reason)) {
            return Transition.quiet(new Held(reason, held.since(), due, past), due);
        }
        List<Event> emitted = new ArrayList<>(events);
        emitted.add(new NotificationEvent.Held(at.id(), reason, due));
        return new Transition(new Held(reason, at.now(), due, past), due, emitted, null, "");
    }

    /** Ends it because all permitted attempts remained unanswered; the event lists them. */
    public Transition exhaust(String reason) {
        List<NotificationEvent.Tried> tried =
                past.stream().map(Transitions::tried).toList();
        return end(
                NotificationOutcome.EXHAUSTED,
                reason,
                new NotificationEvent.Exhausted(at.id(), tried.size(), reason, tried));
    }

    /** Ends it because the rules decided not to show it. */
    public Transition suppress(String reason) {
        return end(NotificationOutcome.SUPPRESSED, reason, new NotificationEvent.Suppressed(at.id(), reason));
    }

    /** Ends it because it expired. */
    public Transition expire() {
        return end(NotificationOutcome.EXPIRED, null, new NotificationEvent.Expired(at.id()));
    }

    private Transition end(NotificationOutcome outcome, @Nullable String reason, NotificationEvent event) {
        List<Event> emitted = new ArrayList<>(events);
        emitted.add(event);
        return from.ended(at, outcome, reason, past, emitted);
    }

    private static NotificationEvent.Tried tried(Attempt attempt) {
        return new NotificationEvent.Tried(
                attempt.number(),
                attempt.target().device(),
                attempt.target().channel(),
                attempt.at(),
                attempt.startedAt(),
                attempt.receivedAt(),
                attempt.over() == null ? "unanswered" : attempt.over());
    }
}
