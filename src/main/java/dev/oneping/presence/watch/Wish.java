package dev.oneping.presence.watch;

import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import java.util.LinkedHashSet;
import java.util.List;

/** Whom somebody wants to see: people by name, and all members of groups. Each stands there once, in the order given. */
public record Wish(List<UserId> users, List<GroupId> groups) {

    /** Nobody. */
    static final Wish NOTHING = new Wish(List.of(), List.of());

    /** Leaves repetitions out. */
    public Wish {
        users = List.copyOf(new LinkedHashSet<>(users));
        groups = List.copyOf(new LinkedHashSet<>(groups));
    }

    /** Whether nobody is meant. */
    public boolean isEmpty() {
        return users.isEmpty() && groups.isEmpty();
    }
}
