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
public record Onward(Moment at, Open from, List<Attempt> past, List<Event> events) {

    /** Copies the lists. */
    public Onward {
        past = List.copyOf(past);
        events = List.copyOf(events);
    }

    /** Begins an attempt, and takes the notification from the place that showed it, unless others are asked beside it. */
    public Move begin(Plan plan) {
        int number = past.isEmpty() ? 1 : past.getLast().number() + 1;
        Attempt attempt = Attempt.begin(number, plan, WindowBounds.of(plan.window(), at.now(), at.expiry()), at.now());
        Attempt loser = from.shown()
                .filter(shown -> !attempt.asksEveryone()
                        && shown.target().device() != null
                        && !shown.target().isSamePlace(plan.target()))
                .orElse(null);
        List<Event> told = new ArrayList<>(events);
        Told.retracted(at, loser, "moved").ifPresent(told::add);
        told.add(Told.begun(at, attempt));
        return new Move(new Delivering(attempt, past), attempt.due(), told, loser, "moved");
    }

    /** Lets it wait. To wait for the same reason again is no news. */
    public Move hold(String reason, Instant until) {
        Instant due = at.notAfterExpiry(until);
        if (from instanceof Held held && held.reason().equals(reason)) {
            return Move.quiet(new Held(reason, held.since(), due, past), due);
        }
        List<Event> told = new ArrayList<>(events);
        told.add(new NotificationEvent.Held(at.id(), reason, due));
        return new Move(new Held(reason, at.now(), due, past), due, told, null, "");
    }

    /** Ends it because all allowed attempts stayed without an answer; the event tells of each of them. */
    public Move exhaust(String reason) {
        List<NotificationEvent.Tried> tried = past.stream().map(Onward::tried).toList();
        return end(Outcome.EXHAUSTED, reason, new NotificationEvent.Exhausted(at.id(), tried.size(), reason, tried));
    }

    /** Ends it because the rules say that it shall not be shown. */
    public Move suppress(String reason) {
        return end(Outcome.SUPPRESSED, reason, new NotificationEvent.Suppressed(at.id(), reason));
    }

    /** Ends it because its time is over. */
    public Move expire() {
        return end(Outcome.EXPIRED, null, new NotificationEvent.Expired(at.id()));
    }

    private Move end(Outcome outcome, @Nullable String reason, NotificationEvent event) {
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
