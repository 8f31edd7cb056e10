package dev.oneping.presence.watch;

import java.util.List;

/**
 * What is to be told to a watcher in one frame.
 *
 * @param snapshot whether it is all that is seen of what was just asked for, and not what has changed
 * @param people   each with the latest that is seen
 * @param groups   those whose members or counts are to be told
 * @param ended    what is not watched any more, because it is not allowed any more
 */
public record PresenceDelta(
        boolean snapshot, List<VisiblePresence> people, List<GroupPresence> groups, WatchRequest ended) {

    /** Copies the lists. */
    public PresenceDelta {
        people = List.copyOf(people);
        groups = List.copyOf(groups);
    }

    /** Whether there is something of presence to tell. */
    public boolean isSeen() {
        return snapshot || !people.isEmpty() || !groups.isEmpty();
    }
}
