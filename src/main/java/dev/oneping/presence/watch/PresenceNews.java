package dev.oneping.presence.watch;

import dev.oneping.events.EventLog;
import dev.oneping.model.UserRef;
import dev.oneping.redis.Shards;
import dev.oneping.redis.StreamTail;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells on this node that something was published of somebody's presence, whichever node published it. One read follows
 * the log for all who listen, and is begun with the first; what it costs grows with what happens and not with who listens.
 */
@Singleton
class PresenceNews {

    private static final String PRESENCE = "presence.";

    private final EventLog log;
    private final Shards shards;
    private final StreamTail tail;
    private final Map<UserRef, Set<Runnable>> listeners = new ConcurrentHashMap<>();
    private volatile @Nullable Uni<Void> following;

    PresenceNews(EventLog log, Shards shards, StreamTail tail) {
        this.log = log;
        this.shards = shards;
        this.tail = tail;
    }

    /** When the answer is there, nothing that is published later can be missed by one who listens first and reads then. */
    Uni<Void> ready() {
        Uni<Void> begun = following;
        return begun != null ? begun : begin();
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

    private synchronized Uni<Void> begin() {
        Uni<Void> begun = following;
        if (begun == null) {
            List<String> keys = shards.all().stream().map(log::key).toList();
            begun = tail.follow(keys, (key, entry) -> tell(entry))
                    .onFailure()
                    .invoke(() -> following = null)
                    .memoize()
                    .indefinitely();
            following = begun;
        }
        return begun;
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
