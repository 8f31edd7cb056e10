package dev.oneping.presence.watch;

import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import java.util.LinkedHashSet;
import java.util.List;

/** Whom somebody wants to see: people by name, and all members of groups. Each stands there once, in the order given. */
public record WatchRequest(List<UserId> users, List<GroupId> groups) {

    /** Nobody. */
    static final WatchRequest NOTHING = new WatchRequest(List.of(), List.of());

    /** Leaves repetitions out. */
    public WatchRequest {
        users = List.copyOf(new LinkedHashSet<>(users));
        groups = List.copyOf(new LinkedHashSet<>(groups));
    }

    /** Whether nobody is meant. */
    public boolean isEmpty() {
        return users.isEmpty() && groups.isEmpty();
    }
}
