package dev.oneping.presence;

import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Serializes this node's work for each user, in the order of arrival, so that it does not conflict with itself.
 * Callers bound the queue: a connection has only a few frames in progress.
 *
 * <p>The map's {@code put} is the one atomic step: it makes each task wait for exactly the one before it.
 */
final class KeyedSerializer {

    private final ConcurrentMap<UserRef, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    /** Runs the work once all earlier work for the same user has ended, successfully or not. */
    <T> Uni<T> run(UserRef user, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> over = new CompletableFuture<>();
            CompletableFuture<Void> before = last.put(user, over);
            Uni<T> turn = before == null
                    ? Uni.createFrom().<T>deferred(work::get)
                    : Uni.createFrom().completionStage(before).<T>chain(work::get);
            return turn.onTermination().invoke(() -> {
                last.remove(user, over);
                over.complete(null);
            });
        });
    }
}
