package dev.oneping.notify.turn;

import dev.oneping.model.Priority;
import java.util.Locale;
import java.util.Optional;

/** The trigger of a turn. */
public enum TurnTrigger {
    /** A new notification was accepted. */
    ACCEPTED,
    /** Its timer fired. */
    TIMER,
    /** The user's presence changed. */
    PRESENCE,
    /** The user is back, and another waiting notification was shown a moment ago. */
    CATCH_UP,
    /** The device that was asked reports that it cannot show it. */
    NACK,
    /** The device that was asked does not confirm that it received it, though its client promises to. */
    UNRECEIVED,
    /** The provider of the channel accepted it, or will accept it later. */
    CHANNEL,
    /** The address to which it went is no longer valid. */
    ADDRESS_DEAD,
    /** The provider of the channel will never accept it. */
    CHANNEL_REJECTED,
    /** The provider of the channel does not respond, or not in time. */
    CHANNEL_UNAVAILABLE;

    /** Returns why waiting for the running attempt is pointless; empty if it is not. */
    Optional<String> abandonReason() {
        return switch (this) {
            case NACK -> Optional.of("nacked");
            case UNRECEIVED, ADDRESS_DEAD, CHANNEL_REJECTED, CHANNEL_UNAVAILABLE -> Optional.of(code());
            case ACCEPTED, TIMER, PRESENCE, CATCH_UP, CHANNEL -> Optional.empty();
        };
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns whether the notification may ring: for many that waited, one sound is enough, except for critical ones.
     */
    boolean mayRing(Priority priority) {
        return this != CATCH_UP || priority == Priority.CRITICAL;
    }
}
