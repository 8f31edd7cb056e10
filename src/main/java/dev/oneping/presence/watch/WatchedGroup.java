package dev.oneping.presence.watch;

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

/** A group that is watched on this node. To be touched by the {@link WatchRegistry} alone. */
final class WatchedGroup {

    final TenantId tenant;
    final GroupId id;
    final Set<Watch> watchers = new HashSet<>();
    /** In the order of the group. */
    final Map<UserId, WatchedPerson> members = new LinkedHashMap<>();
    /** Who has changed since the group was told last; only where it is told now and then. */
    final Map<UserId, Seen> changed = new LinkedHashMap<>();

    long version = NEVER_READ;
    /** When it was told last, by {@link System#nanoTime}. */
    long toldAt;

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
