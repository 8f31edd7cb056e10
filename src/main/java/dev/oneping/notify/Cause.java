package dev.oneping.notify;

import dev.oneping.model.Priority;
import java.util.Locale;

/** What led to a turn. */
enum Cause {
    /** A new notification was accepted. */
    ACCEPTED,
    /** Its time has come. */
    TIMER,
    /** Something about the person's presence has changed. */
    PRESENCE,
    /** The person is back, and one that waited as well was shown a moment ago. */
    CATCH_UP,
    /** The device that was asked says that it cannot show it. */
    NACK;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of many that waited, one sound is enough; what is critical is not like the others. */
    boolean mayRing(Priority priority) {
        return this != CATCH_UP || priority == Priority.CRITICAL;
    }
}
