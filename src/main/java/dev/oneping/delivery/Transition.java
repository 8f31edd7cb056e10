package dev.oneping.delivery;

import dev.oneping.events.DeviceEvent;
import dev.oneping.events.Event;
import java.time.Instant;
import java.util.ArrayList;
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
public record Transition(
        State next,
        @Nullable Instant due,
        List<Event> events,
        @Nullable Attempt retracts,
        String reason) {

    /** Copies the events. */
    public Transition {
        events = List.copyOf(events);
    }

    /** The same, but for an attempt that is to be waited for until another instant, because of what is known of its device. */
    public Transition awaiting(Instant end, String why) {
        return next instanceof State.Delivering(Attempt attempt, List<Attempt> past)
                ? new Transition(
                        new State.Delivering(attempt.awaiting(end, why), past),
                        attempt.awaiting(end, why).due(),
                        events,
                        retracts,
                        reason)
                : this;
    }

    /** The same, with word of the device that is left, before everything else. */
    public Transition telling(DeviceEvent first) {
        List<Event> told = new ArrayList<>(List.of(first));
        told.addAll(events);
        return new Transition(next, due, told, retracts, reason);
    }

    static Transition quiet(State next, Instant due) {
        return new Transition(next, due, List.of(), null, "");
    }
}
