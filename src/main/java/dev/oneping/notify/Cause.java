package dev.oneping.notify;

import java.util.Locale;

/** What led to a turn. */
enum Cause {
    /** A new notification was accepted. */
    ACCEPTED,
    /** Its time has come. */
    TIMER,
    /** Something about the person's presence has changed. */
    PRESENCE,
    /** The device that was asked says that it cannot show it. */
    NACK;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
