package dev.oneping.notify;

import dev.oneping.delivery.Attempt;
import dev.oneping.presence.Presence;

/** How the device of a running attempt fares. */
enum Target {
    /** It has a live session, and nothing says that nobody is there. */
    THERE,
    /** It has no live session any more. */
    OFFLINE,
    /** Its person has turned away since the attempt began: the screen is locked, or the page is hidden. */
    AWAY;

    static Target of(Attempt attempt, Presence presence) {
        return presence.device(attempt.device())
                .map(device -> {
                    if (!device.online()) {
                        return OFFLINE;
                    }
                    boolean turnedAway = device.attention().isAway()
                            && device.attention().since().isAfter(attempt.startedAt());
                    return turnedAway ? AWAY : THERE;
                })
                .orElse(OFFLINE);
    }

    boolean isLost() {
        return this != THERE;
    }

    String code() {
        return switch (this) {
            case THERE -> "unanswered";
            case OFFLINE -> "target_offline";
            case AWAY -> "target_away";
        };
    }
}
