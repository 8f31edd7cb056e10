package dev.oneping.delivery.store;

import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.model.NotificationId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The open notifications that this node has changed last, so that an answer needs no read. It keeps at least the last half
 * of its capacity, in two generations: when the young one is full, it becomes the old one, whose entries are dropped. A
 * cache by frequency would prefer those that were touched often, which are those that are over. Thread-safe.
 */
public final class RecentStates {

    private final int generation;
    private volatile Map<NotificationId, VersionedState> young = new ConcurrentHashMap<>();
    private volatile Map<NotificationId, VersionedState> old = new ConcurrentHashMap<>();

    /** Creates an empty cache for a number of notifications. */
    public RecentStates(int capacity) {
        this.generation = Math.max(1, capacity / 2);
    }

    /** Remembers a state; forgets the notification if it has ended. */
    public void put(VersionedState tracked) {
        if (!(tracked.state() instanceof State.Open)) {
            forget(tracked.id());
            return;
        }
        young.put(tracked.id(), tracked);
        if (young.size() > generation) {
            turn();
        }
    }

    /** Forgets a notification whose state has turned out to be outdated. */
    public void forget(NotificationId id) {
        young.remove(id);
        old.remove(id);
    }

    /** Returns the state that was remembered last; null if there is none any more. */
    @Nullable
    public VersionedState get(NotificationId id) {
        VersionedState recent = young.get(id);
        return recent != null ? recent : old.get(id);
    }

    private synchronized void turn() {
        if (young.size() > generation) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
    }
}
