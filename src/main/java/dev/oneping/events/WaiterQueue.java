package dev.oneping.events;

import dev.oneping.redis.time.Time;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Waiters for the next change of a key. A caller that joins before it reads, and waits after, cannot miss a change in
 * between.
 *
 * @param <K> the key type
 */
public final class WaiterQueue<K> {

    private final Map<K, Set<Waiter>> waiting = new ConcurrentHashMap<>();

    /** Joins the queue of that key; the result must be closed. */
    public Waiter join(K key) {
        Waiter waiter = new Waiter(key);
        waiting.compute(key, (ignored, others) -> {
            Set<Waiter> waiters = others == null ? ConcurrentHashMap.newKeySet() : others;
            waiters.add(waiter);
            return waiters;
        });
        return waiter;
    }

    /** Wakes all waiters of that key. */
    public void wake(K key) {
        Set<Waiter> waiters = waiting.get(key);
        if (waiters != null) {
            waiters.forEach(waiter -> waiter.woken.complete(null));
        }
    }

    /** Returns whether nobody waits for any key. */
    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The number of waiters. */
    public int count() {
        return waiting.values().stream().mapToInt(Set::size).sum();
    }

    /** One waiter. */
    public final class Waiter implements AutoCloseable {

        private final K key;
        private final CompletableFuture<@Nullable Void> woken = new CompletableFuture<>();

        private Waiter(K key) {
            this.key = key;
        }

        /** Completes when the key has been woken since joining, or after the time limit. */
        public Uni<Void> await(Duration atMost) {
            return Time.await(Uni.createFrom().completionStage(woken), atMost);
        }

        /** Leaves the queue. */
        @Override
        public void close() {
            waiting.computeIfPresent(key, (ignored, waiters) -> {
                waiters.remove(this);
                return waiters.isEmpty() ? null : waiters;
            });
        }
    }
}
