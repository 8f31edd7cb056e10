package dev.oneping.notify.fanout;

import dev.oneping.model.Notification;
import io.smallrye.mutiny.Uni;

/** What is done for each single person; to do it twice is to do it once. */
public interface RecipientPort {

    /** Gives a person a notification; false if too much is open for that person. */
    Uni<Boolean> give(Notification part);

    /** What would become of it now. Leaves no trace. */
    Uni<Prospect> prospect(Notification part);

    /**
     * What would become of a notification.
     *
     * @param reach    whether the person can be reached
     * @param distance how far the person's attention is, 0 for nearest
     */
    record Prospect(Reach reach, int distance) {}

    /** Whether a person can be reached. */
    enum Reach {
        /** At once. */
        NOW,
        /** Only by asking all the others of the group as well. */
        WITH_EVERYONE,
        /** Not at the moment. */
        LATER,
        /** The rules or the person's own wishes do not let it through. */
        NEVER
    }
}
