package dev.oneping.connection.protocol;

import dev.oneping.connection.Connection;
import dev.oneping.model.NotificationId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The list of one user that sessions on this node follow: its followers, and what has changed since the last read. */
final class FollowedInbox {

    /** The maximum number of changes in a frame; more come only in a storm, after which a client reads the list anyway. */
    private static final int MAX_CHANGED = 100;

    private final Set<Connection> followers = new LinkedHashSet<>();
    private final Set<Connection> asking = new LinkedHashSet<>();
    private final Set<NotificationId> changed = new LinkedHashSet<>();
    private boolean overflowed;
    private boolean reading;

    /**
     * The purpose of one read.
     *
     * @param followers  those that get its result
     * @param asked      those that wait for it, since they have asked
     * @param changed    the notifications to read
     * @param overflowed whether others have changed, too
     */
    record Turn(List<Connection> followers, List<Connection> asked, List<NotificationId> changed, boolean overflowed) {}

    synchronized void join(Connection connection) {
        followers.add(connection);
        asking.add(connection);
    }

    /** Reads for a follower even if nothing has changed. */
    synchronized void asks(Connection connection) {
        if (followers.contains(connection)) {
            asking.add(connection);
        }
    }

    /** Removes a follower; returns whether it was the last. */
    synchronized boolean leave(Connection connection) {
        followers.remove(connection);
        asking.remove(connection);
        return followers.isEmpty();
    }

    synchronized void changed(NotificationId id) {
        if (changed.size() < MAX_CHANGED) {
            changed.add(id);
        } else if (!changed.contains(id)) {
            overflowed = true;
        }
    }

    /** Begins a read; returns null if one is running, or if there is nothing to read. */
    synchronized @Nullable Turn begin() {
        if (reading || (asking.isEmpty() && changed.isEmpty())) {
            return null;
        }
        reading = true;
        Turn turn = new Turn(
                List.copyOf(changed.isEmpty() ? asking : followers),
                List.copyOf(asking),
                List.copyOf(changed),
                overflowed);
        asking.clear();
        changed.clear();
        overflowed = false;
        return turn;
    }

    synchronized void end() {
        reading = false;
    }
}
