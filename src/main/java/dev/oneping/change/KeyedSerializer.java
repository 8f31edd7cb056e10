package dev.oneping.change;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Serializes this node's work for each key, in the order of arrival, so that it does not conflict with itself. Callers
 * bound the queue: a connection, for example, has only a few frames in progress.
 *
 * <p>The map's {@code put} is the one atomic step: it makes each task wait for exactly the one before it.
 *
 * @param <K> the key
 */
public final class KeyedSerializer<K> {

    private final ConcurrentMap<K, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    /** Runs the work once all earlier work for the same key has ended, successfully or not. */
    public <T> Uni<T> run(K key, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> over = new CompletableFuture<>();
            CompletableFuture<Void> before = last.put(key, over);
            Uni<T> turn = before == null
                    ? Uni.createFrom().<T>deferred(work::get)
                    : Uni.createFrom().completionStage(before).<T>chain(work::get);
            return turn.onTermination().invoke(() -> {
                last.remove(key, over);
                over.complete(null);
            });
        });
    }
}
