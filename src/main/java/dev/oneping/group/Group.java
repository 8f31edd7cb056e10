package dev.oneping.group;

import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import java.util.List;

/**
 * Users who can substitute for each other.
 *
 * @param id      the group's name
 * @param members the members in the order in which the app listed them
 * @param version the version, never reused for different members, not even after a group was removed and created again
 */
public record Group(GroupId id, List<UserId> members, long version) {

    /** Copies the members. */
    public Group {
        members = List.copyOf(members);
    }
}
