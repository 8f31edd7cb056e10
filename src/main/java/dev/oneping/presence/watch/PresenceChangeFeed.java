package dev.oneping.presence.watch;

import dev.oneping.events.EventTail;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells on this node that something was published of somebody's presence, whichever node published it. */
@Singleton
class PresenceChangeFeed {

    private static final String PRESENCE = "presence.";

    private final EventTail tail;
    private final Map<UserRef, Set<Runnable>> listeners = new ConcurrentHashMap<>();

    PresenceChangeFeed(EventTail tail) {
        this.tail = tail;
        tail.listen(this::tell);
    }

    /** When the answer is there, nothing that is published later can be missed by one who listens first and reads then. */
    Uni<Void> ready() {
        return tail.ready();
    }

    /** Calls that for each event of that person's presence, on an event loop. It must be quick. */
    void listen(UserRef user, Runnable listener) {
        listeners.compute(user, (ignored, others) -> {
            Set<Runnable> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(listener);
            return all;
        });
    }

    /** Calls it no more. */
    void leave(UserRef user, Runnable listener) {
        listeners.computeIfPresent(user, (ignored, all) -> {
            all.remove(listener);
            return all.isEmpty() ? null : all;
        });
    }

    /** Of how many people something is listened for. */
    int count() {
        return listeners.size();
    }

    private void tell(Map<String, String> entry) {
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
