package dev.oneping.notify.fanout;

import dev.oneping.model.Notification;
import io.smallrye.mutiny.Uni;

/** The operations on each single recipient; all are idempotent. */
public interface RecipientPort {

    /** Gives a user a notification; false if the user has too many open ones. */
    Uni<Boolean> give(Notification part);

    /** Returns what would be decided on it now. Has no effect. */
    Uni<Prospect> prospect(Notification part);

    /**
     * The prospect of a notification.
     *
     * @param reach    whether the user can be reached
     * @param distance the distance of the user's attention, 0 for the nearest
     */
    record Prospect(Reach reach, int distance) {}

    /** The reachability of a user. */
    enum Reach {
        /** At once. */
        NOW,
        /** Only by asking all the other members of the group as well. */
        WITH_EVERYONE,
        /** Not at the moment. */
        LATER,
        /** The rules or the user's own preferences reject it. */
        NEVER
    }
}
