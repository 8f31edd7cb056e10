package dev.oneping.delivery.life;

import dev.oneping.events.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decided but not yet committed step of a notification: the next state, the next timer, the events, and the devices
 * from which the notification is retracted after the commit.
 *
 * @param next     the state after it
 * @param due      when the notification is due again; null if never
 * @param events   the events that it emits
 * @param retracts the attempt that loses the notification; null if none
 * @param reason   why the devices lose it
 * @param hides    the further targets that showed it without sound and lose it
 */
public record Transition(
        State next,
        @Nullable Instant due,
        List<Event> events,
        @Nullable Attempt retracts,
        String reason,
        List<Target> hides) {

    /** Copies the lists. */
    public Transition {
        events = List.copyOf(events);
        hides = List.copyOf(hides);
    }

    /** Creates a step by which no silent display is lost. */
    Transition(State next, @Nullable Instant due, List<Event> events, @Nullable Attempt retracts, String reason) {
        this(next, due, events, retracts, reason, List.of());
    }

    /** Returns a copy that waits for its attempt until another instant, because of what is known of the device. */
    public Transition awaiting(Instant end, String why) {
        return next instanceof State.Delivering delivering
                ? new Transition(
                        delivering.with(delivering.attempt().awaiting(end, why)),
                        delivering.attempt().awaiting(end, why).due(),
                        events,
                        retracts,
                        reason,
                        hides)
                : this;
    }

    /** Returns a copy that emits an event before all others. */
    public Transition withFirstEvent(Event first) {
        List<Event> emitted = new ArrayList<>(List.of(first));
        emitted.addAll(events);
        return new Transition(next, due, emitted, retracts, reason, hides);
    }

    static Transition quiet(State next, Instant due) {
        return new Transition(next, due, List.of(), null, "");
    }
}
