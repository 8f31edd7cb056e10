package dev.oneping.feed;

import dev.oneping.model.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the reads of the log that run at the same time on this node for one tenant; further ones wait in line. A read in
 * search of rare events costs Redis hundreds of commands, so that without the limit the readers of one tenant would use
 * up the calls of all. The line is bounded by {@link FeedConfig#maxReaders()}, as each reader waits for one read at most.
 */
@Singleton
class ReadGate {

    /** Two, so that one long search does not keep the tenant's other readers waiting. */
    private static final int AT_ONCE = 2;

    private final Map<TenantId, Lane> lanes = new ConcurrentHashMap<>();

    /** Runs a read when it is the tenant's turn. */
    <T> Uni<T> pass(TenantId tenant, Supplier<Uni<T>> read) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<@Nullable Void> turn = enter(tenant);
            return Uni.createFrom()
                    .completionStage(turn)
                    .chain(() -> read.get())
                    .onTermination()
                    .invoke(() -> leave(tenant, turn));
        });
    }

    private CompletableFuture<@Nullable Void> enter(TenantId tenant) {
        CompletableFuture<@Nullable Void> turn = new CompletableFuture<>();
        lanes.compute(tenant, (ignored, known) -> {
            Lane lane = known == null ? new Lane() : known;
            if (lane.running < AT_ONCE) {
                lane.running++;
                turn.complete(null);
            } else {
                lane.waiting.add(turn);
            }
            return lane;
        });
        return turn;
    }

    /** Passes the turn on; a reader that left while it waited had none, which only one of both threads can decide. */
    private void leave(TenantId tenant, CompletableFuture<@Nullable Void> turn) {
        turn.cancel(false);
        boolean hadTurn = !turn.isCancelled();
        CompletableFuture<@Nullable Void> next = null;
        do {
            next = hadTurn ? next(tenant) : null;
        } while (next != null && !next.complete(null));
        if (!hadTurn) {
            lanes.computeIfPresent(tenant, (ignored, lane) -> {
                lane.waiting.remove(turn);
                return lane;
            });
        }
    }

    /** Takes the next in line; frees the place if there is none. */
    private @Nullable CompletableFuture<@Nullable Void> next(TenantId tenant) {
        Queue<CompletableFuture<@Nullable Void>> next = new ArrayDeque<>(1);
        lanes.computeIfPresent(tenant, (ignored, lane) -> {
            CompletableFuture<@Nullable Void> first = lane.waiting.poll();
            if (first != null) {
                next.add(first);
                return lane;
            }
            lane.running--;
            return lane.running == 0 ? null : lane;
        });
        return next.poll();
    }

    /** The reads of one tenant; changed only inside {@code compute}. */
    private static final class Lane {

        private final Queue<CompletableFuture<@Nullable Void>> waiting = new ArrayDeque<>();
        private int running;
    }
}
