package dev.oneping.delivery.life;

import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;

/**
 * The state of a notification as last read or committed. A transition computed from it is committed only if the version
 * is still current, so an outdated one does no harm.
 *
 * @param id      the notification
 * @param to      the recipient
 * @param version grows by one with each transition
 * @param state   the state
 */
public record VersionedState(NotificationId id, UserRef to, long version, State state) {

    /** Returns the state of a notification that has just been stored. */
    public static VersionedState accepted(Notification notification) {
        return new VersionedState(notification.id(), notification.to(), 1, State.Accepted.FRESH);
    }

    /** Returns the delay queue member that names this notification. */
    public static String member(UserRef to, NotificationId id) {
        return to + ":" + id;
    }
}
