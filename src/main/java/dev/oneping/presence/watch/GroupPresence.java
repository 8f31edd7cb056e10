package dev.oneping.presence.watch;

import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A watched group as its watchers are told of it.
 *
 * @param members  everybody in it; null where it is so large that only counts are told, or where nobody came or went
 * @param total    how many members it has
 * @param online   how many of them are seen online
 * @param active   how many of these are seen active
 * @param interval how often it is told at most; null where each change is told
 * @param partial  whether more members have changed than are named, so that only the counts are right
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
