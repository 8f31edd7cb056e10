package dev.oneping.watch;

import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import java.util.LinkedHashSet;
import java.util.List;

/** The users and groups of a watch request, without duplicates, in the given order. */
public record WatchRequest(List<UserId> users, List<GroupId> groups) {

    /** An empty request. */
    static final WatchRequest NOTHING = new WatchRequest(List.of(), List.of());

    /** Removes duplicates. */
    public WatchRequest {
        users = List.copyOf(new LinkedHashSet<>(users));
        groups = List.copyOf(new LinkedHashSet<>(groups));
    }

    /** Returns whether it names nothing. */
    public boolean isEmpty() {
        return users.isEmpty() && groups.isEmpty();
    }
}
