package dev.oneping.events;

import dev.oneping.model.TenantId;
import dev.oneping.redis.time.Time;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the reads of the log that run at the same time on this node for one tenant; further ones wait in line. A read
 * in search of rare events transfers a large part of the log, so that without the limit the readers of one tenant would
 * slow down the calls of all. The line is as long as the tenant has readers, which their registry bounds.
 */
@Singleton
public class ReadGate {

    /** Two, so that one long search does not keep the tenant's other readers waiting. */
    private static final int AT_ONCE = 2;

    private final Map<TenantId, Lane> lanes = new ConcurrentHashMap<>();

    /**
     * Runs a read when it is the tenant's turn. The reader gets the result at once; the next turn begins after a rest, so
     * that the searches of one tenant leave most of the time to the calls of the others.
     *
     * @param rest the rest that the result asks for
     */
    public <T> Uni<T> pass(TenantId tenant, Supplier<Uni<T>> read, Function<T, Duration> rest) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Boolean> turn = enter(tenant);
            return Uni.createFrom()
                    .completionStage(turn)
                    .chain(hasTurn -> hasTurn ? read.get() : Uni.createFrom().<T>nothing())
                    .onTermination()
                    .invoke((result, failure, cancelled) ->
                            leave(tenant, turn, result == null ? Duration.ZERO : rest.apply(result)));
        });
    }

    private void leave(TenantId tenant, CompletableFuture<Boolean> turn, Duration rest) {
        if (rest.isPositive()) {
            Time.pause(rest).subscribe().with(ignored -> leave(tenant, turn));
        } else {
            leave(tenant, turn);
        }
    }

    private CompletableFuture<Boolean> enter(TenantId tenant) {
        CompletableFuture<Boolean> turn = new CompletableFuture<>();
        lanes.compute(tenant, (ignored, known) -> {
            Lane lane = known == null ? new Lane() : known;
            if (lane.running < AT_ONCE) {
                lane.running++;
                turn.complete(true);
            } else {
                lane.waiting.add(turn);
            }
            return lane;
        });
        return turn;
    }

    /**
     * Passes the turn on; a reader that left while it waited had none, which only one of both threads can decide. Its
     * future is completed, not cancelled: a cancellation would be logged as an exception that nobody handles.
     */
    private void leave(TenantId tenant, CompletableFuture<Boolean> turn) {
        if (turn.complete(false)) {
            lanes.computeIfPresent(tenant, (ignored, lane) -> {
                lane.waiting.remove(turn);
                return lane;
            });
            return;
        }
        CompletableFuture<Boolean> next = next(tenant);
        while (next != null && !next.complete(true)) {
            next = next(tenant);
        }
    }

    /** Takes the next in line; frees the place if there is none. */
    private @Nullable CompletableFuture<Boolean> next(TenantId tenant) {
        Queue<CompletableFuture<Boolean>> next = new ArrayDeque<>(1);
        lanes.computeIfPresent(tenant, (ignored, lane) -> {
            CompletableFuture<Boolean> first = lane.waiting.poll();
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

        private final Queue<CompletableFuture<Boolean>> waiting = new ArrayDeque<>();
        private int running;
    }
}
