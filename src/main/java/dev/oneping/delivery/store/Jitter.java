package dev.oneping.delivery.store;

import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.State.Held;
import dev.oneping.model.NotificationId;
import java.time.Duration;
import java.time.Instant;

/**
 * Spreads the ends of long waits, so that all notifications that wait for the same hour, such as the end of quiet
 * hours, are not processed in the same millisecond. The offset is derived from the id, so every node computes the same
 * one. Running attempts are never delayed.
 */
final class Jitter {

    /** One hundredth of the wait: after a night of waiting nobody notices seconds. */
    private static final int SHARE = 100;

    private static final Duration MOST = Duration.ofSeconds(5);
    private static final int PLACES = 1_000;

    private Jitter() {}

    /** Returns the instant for the timer of a state that is due at the given instant: then, or a little later. */
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
