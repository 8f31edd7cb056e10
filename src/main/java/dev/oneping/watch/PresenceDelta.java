package dev.oneping.watch;

import java.util.List;

/**
 * The updates for a watcher in one frame.
 *
 * @param snapshot whether it is the complete answer to a watch request, and not changes
 * @param people   the latest presence of each user
 * @param groups   the groups with new members or counts
 * @param ended    the watches that have ended because they are no longer allowed
 */
public record PresenceDelta(
        boolean snapshot, List<VisiblePresence> people, List<GroupPresence> groups, WatchRequest ended) {

    /** Copies the lists. */
    public PresenceDelta {
        people = List.copyOf(people);
        groups = List.copyOf(groups);
    }

    /** Returns whether it contains presence. */
    public boolean isSeen() {
        return snapshot || !people.isEmpty() || !groups.isEmpty();
    }
}
