package dev.oneping.delivery;

import dev.oneping.delivery.State.Accepted;
import dev.oneping.delivery.State.Delivering;
import dev.oneping.delivery.State.Ended;
import dev.oneping.delivery.State.Held;
import dev.oneping.delivery.State.Open;
import dev.oneping.events.NotificationEvent;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The legal moves of an open notification at one instant. Pure: a move is returned, not made. Where a running attempt is
 * left behind, the reason for that is given to {@link #givingUp} first.
 *
 * @param id     which notification
 * @param from   its state
 * @param expiry when it expires; no timer runs longer
 * @param now    the instant
 */
public record Moves(NotificationId id, Open from, Instant expiry, Instant now) {

    /** The moves after the running attempt, if there is one, was given up. */
    public record Onward(Moves moves, List<Attempt> past, List<NotificationEvent> events) {

        /** Begins an attempt on a device, and takes the notification from the device that showed it. */
        public Move begin(Plan plan) {
            Instant ackBy = moves.earlier(moves.now.plus(plan.window()));
            int number = past.isEmpty() ? 1 : past.getLast().number() + 1;
            Attempt attempt = new Attempt(
                    number,
                    plan.device(),
                    plan.sessions(),
                    plan.ring(),
                    plan.at(),
                    moves.now,
                    ackBy,
                    null,
                    null,
                    plan.variant());
            Attempt loser = moves.from
                    .shown()
                    .filter(shown -> !shown.device().equals(plan.device()))
                    .orElse(null);
            List<NotificationEvent> told = new ArrayList<>(events);
            if (loser != null) {
                told.add(new NotificationEvent.Retracted(moves.id, loser.device(), "moved"));
            }
            told.add(new NotificationEvent.Delivering(moves.id, number, plan.device(), ackBy));
            return new Move(new Delivering(attempt, past), ackBy, told, loser, "moved");
        }

        /** Lets it wait. To wait for the same reason again is no news. */
        public Move hold(String reason, Instant until) {
            Instant due = moves.earlier(until);
            if (moves.from instanceof Held held && held.reason().equals(reason)) {
                return Move.quiet(new Held(reason, held.since(), due, past), due);
            }
            List<NotificationEvent> told = new ArrayList<>(events);
            told.add(new NotificationEvent.Held(moves.id, reason, due));
            return new Move(new Held(reason, moves.now, due, past), due, told, null, "");
        }

        /** Ends it because all allowed attempts stayed without an answer. */
        public Move exhaust() {
            return moves.end(
                    past, events, Outcome.EXHAUSTED, null, new NotificationEvent.Exhausted(moves.id, past.size()));
        }

        /** Ends it because the rules say that it shall not be shown. */
        public Move suppress(String reason) {
            return moves.end(
                    past, events, Outcome.SUPPRESSED, reason, new NotificationEvent.Suppressed(moves.id, reason));
        }

        /** Ends it because its time is over. */
        public Move expire() {
            return moves.end(past, events, Outcome.EXPIRED, null, new NotificationEvent.Expired(moves.id));
        }
    }

    /** What can be done next; an attempt that still runs is given up for the reason and told of as escalated. */
    public Onward givingUp(String reason) {
        if (from instanceof Delivering delivering) {
            Attempt attempt = delivering.attempt();
            return new Onward(
                    this,
                    delivering.givenUp(reason),
                    List.of(new NotificationEvent.Escalated(id, attempt.number(), attempt.device(), reason)));
        }
        return new Onward(this, from.past(), List.of());
    }

    /** Leaves everything as it is and looks again at that time. */
    public Move lookAgain(Instant due) {
        return Move.quiet(from, earlier(due));
    }

    /** Ends it because it was called off. */
    public Move cancel(String reason) {
        return end(all(), List.of(), Outcome.CANCELLED, reason, new NotificationEvent.Cancelled(id, reason));
    }

    /** The device says that it has it. Only the device of the running attempt can, and once. */
    Optional<Move> received(DeviceId device) {
        return switch (from) {
            case Delivering delivering
            when delivering.attempt().device().equals(device)
                    && delivering.attempt().receivedAt() == null -> {
                Attempt attempt = delivering.attempt().received(now);
                yield Optional.of(new Move(
                        new Delivering(attempt, delivering.past()),
                        attempt.ackBy(),
                        List.of(new NotificationEvent.Received(id, attempt.number(), device)),
                        null,
                        ""));
            }
            case Delivering ignored -> Optional.empty();
            case Held ignored -> Optional.empty();
            case Accepted ignored -> Optional.empty();
        };
    }

    /** A person has answered on a device; any device will do. */
    Move answered(Outcome outcome, DeviceId device) {
        Attempt shown =
                from.shown().filter(attempt -> !attempt.device().equals(device)).orElse(null);
        List<NotificationEvent> told = new ArrayList<>();
        told.add(answer(id, outcome, device));
        String reason = told.getFirst().type().substring("notification.".length());
        if (shown != null) {
            told.add(new NotificationEvent.Retracted(id, shown.device(), reason));
        }
        return new Move(new Ended(outcome, null, device, now, all()), null, told, shown, reason);
    }

    static NotificationEvent answer(NotificationId id, Outcome outcome, DeviceId device) {
        return switch (outcome) {
            case SEEN -> new NotificationEvent.Seen(id, device);
            case ACTED -> new NotificationEvent.Acted(id, device);
            case DISMISSED -> new NotificationEvent.Dismissed(id, device);
            case SUPPRESSED, EXPIRED, EXHAUSTED, CANCELLED ->
                throw new IllegalArgumentException(outcome + " is not a person's answer");
        };
    }

    private Move end(
            List<Attempt> past,
            List<NotificationEvent> before,
            Outcome outcome,
            @Nullable String reason,
            NotificationEvent event) {
        List<NotificationEvent> told = new ArrayList<>(before);
        told.add(event);
        Attempt shown = from.shown().orElse(null);
        String why = Objects.requireNonNullElse(reason, event.type().substring("notification.".length()));
        if (shown != null) {
            told.add(new NotificationEvent.Retracted(id, shown.device(), why));
        }
        return new Move(new Ended(outcome, reason, null, now, past), null, told, shown, why);
    }

    private List<Attempt> all() {
        List<Attempt> all = new ArrayList<>(from.past());
        if (from instanceof Delivering delivering) {
            all.add(delivering.attempt());
        }
        return all;
    }

    private Instant earlier(Instant due) {
        return due.isBefore(expiry) ? due : expiry;
    }
}
