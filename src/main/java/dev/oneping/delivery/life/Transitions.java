package dev.oneping.delivery.life;

import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.State.Held;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.events.Event;
import dev.oneping.events.NotificationEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

    private static final String MOVED = "moved";

    /** Copies the lists. */
    public Transitions {
        past = List.copyOf(past);
        events = List.copyOf(events);
    }

    /**
     * Begins an attempt. Only the sound moves to it: a device that showed the notification keeps it if the plan says so,
     * and loses it otherwise, unless the attempt notifies the rest of the group.
     */
    public Transition begin(AttemptPlan plan) {
        int number = past.isEmpty() ? 1 : past.getLast().number() + 1;
        Attempt attempt =
                Attempt.begin(number, plan, AckWindowBounds.of(plan.window(), at.now(), at.expiry()), at.now());
        Displays displays = Displays.moved(from, plan, at.now());
        List<Event> emitted = new ArrayList<>(events);
        emitted.addAll(AttemptEvents.retracted(at, displays.loser(), displays.hidden(), MOVED));
        emitted.add(AttemptEvents.begun(at, attempt));
        emitted.addAll(AttemptEvents.displayed(at, displays.added()));
        return new Transition(
                new Delivering(attempt, past, displays.silent(), from.presumed()),
                attempt.due(),
                emitted,
                displays.loser(),
                MOVED,
                displays.hidden());
    }

    /** Holds the notification without showing it on further devices. */
    public Transition hold(String reason, Instant until) {
        return hold(reason, until, Set.of());
    }

    /**
     * Holds the notification. Holding again for the same reason emits no event, unless further devices show it.
     *
     * @param silent the devices that show it meanwhile without sound, by session or by push
     */
    public Transition hold(String reason, Instant until, Set<Target> silent) {
        Instant due = at.notAfterExpiry(until);
        Displays displays = Displays.added(from, silent, at.now());
        List<Event> emitted = new ArrayList<>(events);
        boolean again = from instanceof Held held && held.reason().equals(reason);
        if (!again) {
            emitted.add(new NotificationEvent.Held(at.id(), reason, due));
        }
        emitted.addAll(AttemptEvents.displayed(at, displays.added()));
        Instant since = from instanceof Held held && again ? held.since() : at.now();
        return new Transition(
                new Held(reason, since, due, past, displays.silent(), from.presumed()), due, emitted, null, "");
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
