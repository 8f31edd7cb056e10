package dev.oneping.delivery;

import dev.oneping.delivery.State.Held;
import dev.oneping.model.NotificationId;
import java.time.Duration;
import java.time.Instant;

/**
 * Scatters the ends of long waits: what waits for the same hour of the clock, as the end of everybody's quiet hours, is not
 * all looked at in the same millisecond. Which one comes when follows from its id, so it is the same on every node. What a
 * person is being asked is never put off.
 */
final class Jitter {

    /** One hundredth of the wait: nobody who has waited for a night notices seconds. */
    private static final int SHARE = 100;

    private static final Duration MOST = Duration.ofSeconds(5);
    private static final int PLACES = 1_000;

    private Jitter() {}

    /** When the timer of a life is set that is due at an instant: then, or a little later. */
    static Instant of(NotificationId id, State state, Instant due) {
        if (!(state instanceof Held held) || !due.isAfter(held.since())) {
            return due;
        }
        Duration share = Duration.between(held.since(), due).dividedBy(SHARE);
        Duration most = share.compareTo(MOST) < 0 ? share : MOST;
        int place = Math.floorMod(id.value().hashCode(), PLACES);
        return due.plus(most.multipliedBy(place).dividedBy(PLACES));
    }
}
