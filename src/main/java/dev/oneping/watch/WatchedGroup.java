package dev.oneping.watch;

import dev.oneping.model.GroupId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.presence.Presence.Seen;
import dev.oneping.presence.attention.Attention.State;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A group watched on this node. Only {@link WatchRegistry} accesses it. */
final class WatchedGroup {

    final TenantId tenant;
    final GroupId id;
    final Set<Watch> watchers = new HashSet<>();
    /** The members in the order of the group. */
    final Map<UserId, WatchedPerson> members = new LinkedHashMap<>();
    /** The members changed since the last update; only for large groups. */
    final Map<UserId, Seen> changed = new LinkedHashMap<>();

    long version = NEVER_READ;
    /** The time of the last update, by {@link System#nanoTime}. */
    long updatedAt;

    boolean isDue;

    static final long NEVER_READ = -1;

    WatchedGroup(TenantId tenant, GroupId id) {
        this.tenant = tenant;
        this.id = id;
    }

    GroupPresence seen(boolean withMembers, @Nullable Duration interval) {
        int online = 0;
        int active = 0;
        for (WatchedPerson member : members.values()) {
            Seen seen = member.seen();
            online += seen.online() ? 1 : 0;
            active += seen.attention() == State.ACTIVE ? 1 : 0;
        }
        return new GroupPresence(
                id,
                withMembers ? members.keySet().stream().toList() : null,
                members.size(),
                online,
                active,
                interval,
                false);
    }
}
