package dev.oneping.watch;

import dev.oneping.model.UserRef;
import dev.oneping.presence.Presence.Seen;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A user watched on this node, by id or as a member of groups. Only {@link WatchRegistry} accesses it. */
final class WatchedPerson {

    final UserRef user;
    final Set<Watch> watchers = new HashSet<>(2);
    final Set<WatchedGroup> groups = new HashSet<>(2);
    final Runnable listener;

    @Nullable
    Seen last;

    WatchedPerson(UserRef user, Consumer<WatchedPerson> onEvent) {
        this.user = user;
        this.listener = () -> onEvent.accept(this);
    }

    boolean isWatched() {
        return !watchers.isEmpty() || !groups.isEmpty();
    }

    Seen seen() {
        return last == null ? Seen.NOBODY : last;
    }
}
