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
 * Where a life can go once whatever ran was given up: the moves that a decision of the rules leads to. Pure: a move is
 * returned, not made.
 *
 * @param at     the moment
 * @param from   the state before
 * @param past   all attempts, each given up
 * @param events what is told before the move
 */
public record Transitions(TransitionContext at, Open from, List<Attempt> past, List<Event> events) {

    /** Copies the lists. */
    public Transitions {
        past = List.copyOf(past);
        events = List.copyOf(events);
    }

    /** Begins an attempt, and takes the notification from the place that showed it, unless others are asked beside it. */
    public Transition begin(AttemptPlan plan) {
        int number = past.isEmpty() ? 1 : past.getLast().number() + 1;
        Attempt attempt =
                Attempt.begin(number, plan, AckWindowBounds.of(plan.window(), at.now(), at.expiry()), at.now());
        Attempt loser = from.shown()
                .filter(shown -> !attempt.asksEveryone()
                        && shown.target().device() != null
                        && !shown.target().isSamePlace(plan.target()))
                .orElse(null);
        List<Event> told = new ArrayList<>(events);
        AttemptEvents.retracted(at, loser, "moved").ifPresent(told::add);
        told.add(AttemptEvents.begun(at, attempt));
        return new Transition(new Delivering(attempt, past), attempt.due(), told, loser, "moved");
    }

    /** Lets it wait. To wait for the same reason again is no news. */
    public Transition hold(String reason, Instant until) {
        Instant due = at.notAfterExpiry(until);
        if (from instanceof Held held && held.reason().equals(reason)) {
            return Transition.quiet(new Held(reason, held.since(), due, past), due);
        }
        List<Event> told = new ArrayList<>(events);
        told.add(new NotificationEvent.Held(at.id(), reason, due));
        return new Transition(new Held(reason, at.now(), due, past), due, told, null, "");
    }

    /** Ends it because all allowed attempts stayed without an answer; the event tells of each of them. */
    public Transition exhaust(String reason) {
        List<NotificationEvent.Tried> tried =
                past.stream().map(Transitions::tried).toList();
        return end(
                NotificationOutcome.EXHAUSTED,
                reason,
                new NotificationEvent.Exhausted(at.id(), tried.size(), reason, tried));
    }

    /** Ends it because the rules say that it shall not be shown. */
    public Transition suppress(String reason) {
        return end(NotificationOutcome.SUPPRESSED, reason, new NotificationEvent.Suppressed(at.id(), reason));
    }

    /** Ends it because its time is over. */
    public Transition expire() {
        return end(NotificationOutcome.EXPIRED, null, new NotificationEvent.Expired(at.id()));
    }

    private Transition end(NotificationOutcome outcome, @Nullable String reason, NotificationEvent event) {
        List<Event> told = new ArrayList<>(events);
        told.add(event);
        return from.ended(at, outcome, reason, past, told);
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
