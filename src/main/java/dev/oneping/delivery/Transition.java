package dev.oneping.delivery;

import dev.oneping.events.DeviceEvent;
import dev.oneping.events.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decided but not yet committed step of a notification: the next state, the next timer, the events, and the device
 * from which the notification is retracted after the commit.
 *
 * @param next     the state after it
 * @param due      when the notification is due again; null if never
 * @param events   the events that it emits
 * @param retracts the attempt that loses the notification; null if none
 * @param reason   why that attempt loses it
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

    /** Returns a copy that waits for its attempt until another instant, because of what is known of the device. */
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

    /** Returns a copy that emits the event of the device left behind before all others. */
    public Transition withFirstEvent(DeviceEvent first) {
        List<Event> emitted = new ArrayList<>(List.of(first));
        emitted.addAll(events);
        return new Transition(next, due, emitted, retracts, reason);
    }

    static Transition quiet(State next, Instant due) {
        return new Transition(next, due, List.of(), null, "");
    }
}
