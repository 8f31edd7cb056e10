package dev.oneping.watch;

import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The presence of a watched group as its watchers receive it.
 *
 * @param members  all members; null if the group is so large that only counts are sent, or if the membership is
 *                 unchanged
 * @param total    the number of members
 * @param online   the number of members seen online
 * @param active   the number of members seen active
 * @param interval the minimum time between two updates; null if each change is sent
 * @param partial  whether more members have changed than are named, so that only the counts are complete
 */
public record GroupPresence(
        GroupId group,
        @Nullable List<UserId> members,
        int total,
        int online,
        int active,
        @Nullable Duration interval,
        boolean partial) {

    /** Copies the members. */
    public GroupPresence {
        members = members == null ? null : List.copyOf(members);
    }

    GroupPresence asPartial() {
        return new GroupPresence(group, members, total, online, active, interval, true);
    }
}
