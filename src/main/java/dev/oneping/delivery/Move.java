package dev.oneping.delivery;

import dev.oneping.events.NotificationEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step in a notification's life, decided but not yet made: the next state, when to look again, what happened, and
 * from which device it is to be taken away once the step is committed.
 *
 * @param next     the state after it
 * @param due      when the life wants attention again; null if never
 * @param events   what it tells the world
 * @param retracts the attempt that loses the notification; null if none does
 * @param reason   why it loses it
 */
public record Move(
        State next,
        @Nullable Instant due,
        List<NotificationEvent> events,
        @Nullable Attempt retracts,
        String reason) {

    /** Copies the events. */
    public Move {
        events = List.copyOf(events);
    }

    static Move quiet(State next, Instant due) {
        return new Move(next, due, List.of(), null, "");
    }
}
