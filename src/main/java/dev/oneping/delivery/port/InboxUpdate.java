package dev.oneping.delivery.port;

import dev.oneping.model.NotificationId;
import java.util.List;

/**
 * News of a user's list of notifications.
 *
 * @param open    the number of open notifications
 * @param changed the current state of those that have changed
 */
public record InboxUpdate(int open, List<Entry> changed) {

    /** Copies the list. */
    public InboxUpdate {
        changed = List.copyOf(changed);
    }

    /**
     * The state of one notification.
     *
     * @param state   accepted, held, delivering, or the final outcome
     * @param version grows by one with each transition
     */
    public record Entry(NotificationId id, String state, long version) {}
}
