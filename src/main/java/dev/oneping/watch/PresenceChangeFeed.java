package dev.oneping.watch;

import dev.oneping.events.EventTail;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Notifies listeners on this node of each published presence event, whichever node published it. */
@Singleton
class PresenceChangeFeed {

    private static final String PRESENCE = "presence.";

    private final EventTail tail;
    private final Map<UserRef, Set<Runnable>> listeners = new ConcurrentHashMap<>();

    PresenceChangeFeed(EventTail tail) {
        this.tail = tail;
        tail.listen(this::dispatch);
    }

    /**
     * Completes when the feed is live: from then on a caller that registers a listener and then reads misses nothing.
     */
    Uni<Void> ready() {
        return tail.ready();
    }

    /** Registers a listener for each presence event of the user, called on an event loop. It must be quick. */
    void listen(UserRef user, Runnable listener) {
        listeners.compute(user, (ignored, others) -> {
            Set<Runnable> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(listener);
            return all;
        });
    }

    /** Removes a listener. */
    void leave(UserRef user, Runnable listener) {
        listeners.computeIfPresent(user, (ignored, all) -> {
            all.remove(listener);
            return all.isEmpty() ? null : all;
        });
    }

    /** Returns the number of users with listeners. */
    int count() {
        return listeners.size();
    }

    private void dispatch(Map<String, String> entry) {
        String type = entry.get("type");
        String user = entry.get("user");
        if (type == null || user == null || !type.startsWith(PRESENCE)) {
            return;
        }
        Set<Runnable> all = listeners.get(UserRef.parse(user));
        if (all != null) {
            all.forEach(Runnable::run);
        }
    }
}
