package dev.oneping.delivery;

import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;

/**
 * A notification's life as it was read or committed last. A move decided on it is committed only while the version is
 * still the same, so an old one does no harm.
 *
 * @param id      which notification
 * @param to      the person
 * @param version grows by one with each move
 * @param state   where it is in its life
 */
public record VersionedState(NotificationId id, UserRef to, long version, State state) {

    /** The member of a due set that names this notification. */
    static String member(UserRef to, NotificationId id) {
        return to + ":" + id;
    }
}
