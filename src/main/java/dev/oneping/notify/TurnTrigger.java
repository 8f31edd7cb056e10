package dev.oneping.notify;

import dev.oneping.model.Priority;
import java.util.Locale;
import java.util.Optional;

/** What led to a turn. */
enum TurnTrigger {
    /** A new notification was accepted. */
    ACCEPTED,
    /** Its time has come. */
    TIMER,
    /** Something about the person's presence has changed. */
    PRESENCE,
    /** The person is back, and one that waited as well was shown a moment ago. */
    CATCH_UP,
    /** The device that was asked says that it cannot show it. */
    NACK,
    /** The provider of the channel took it, or will have it later. */
    CHANNEL,
    /** The address to which it went is no longer good. */
    ADDRESS_DEAD,
    /** The provider of the channel will never take it. */
    CHANNEL_REJECTED,
    /** The provider of the channel does not answer, or not in time. */
    CHANNEL_UNAVAILABLE;

    /** Why there is no use in waiting for the running attempt; empty where there is. */
    Optional<String> givesUp() {
        return switch (this) {
            case NACK -> Optional.of("nacked");
            case ADDRESS_DEAD, CHANNEL_REJECTED, CHANNEL_UNAVAILABLE -> Optional.of(code());
            case ACCEPTED, TIMER, PRESENCE, CATCH_UP, CHANNEL -> Optional.empty();
        };
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of many that waited, one sound is enough; what is critical is not like the others. */
    boolean mayRing(Priority priority) {
        return this != CATCH_UP || priority == Priority.CRITICAL;
    }
}
