package dev.oneping.presence;

import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Lets this node's work for one person go on one after the other, in the order it came, so that it does not conflict with
 * itself. How much can wait is bounded by the callers: a connection has a few frames under way at a time.
 *
 * <p>The map's {@code put} is the one atomic step: it makes each turn wait for exactly the one before it.
 */
final class KeyedSerializer {

    private final ConcurrentMap<UserRef, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    /** Does the work when all that came before it for the same person has ended, well or not. */
    <T> Uni<T> inTurn(UserRef user, Supplier<Uni<T>> work) {
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
