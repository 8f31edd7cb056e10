package dev.oneping.group;

import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import java.util.List;

/**
 * People who can stand in for each other.
 *
 * @param id      its name
 * @param members in the order in which the app named them
 * @param version never the same for two contents, also not when a group is removed and made again
 */
public record Group(GroupId id, List<UserId> members, long version) {

    /** Copies the members. */
    public Group {
        members = List.copyOf(members);
    }
}
