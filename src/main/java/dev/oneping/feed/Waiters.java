package dev.oneping.feed;

import dev.oneping.events.EventLog;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.Shards;
import dev.oneping.redis.StreamTail;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Readers that wait for the next event of their tenant. One read follows the log for all of them; it is begun with the
 * first reader that waits.
 */
@Singleton
class Waiters {

    private final EventLog log;
    private final Shards shards;
    private final StreamTail tail;
    private final Map<TenantId, Set<Place>> waiting = new ConcurrentHashMap<>();
    private volatile @Nullable Uni<Void> following;

    Waiters(EventLog log, Shards shards, StreamTail tail) {
        this.log = log;
        this.shards = shards;
        this.tail = tail;
    }

    /** When the answer is there, no event that comes later can be missed by a reader that waits after reading. */
    Uni<Void> ready() {
        Uni<Void> begun = following;
        return begun != null ? begun : begin();
    }

    /** Takes a place in the line, before reading, so that nothing falls between reading and waiting. */
    Place join(TenantId tenant) {
        Place place = new Place(tenant);
        waiting.compute(tenant, (ignored, others) -> {
            Set<Place> places = others == null ? ConcurrentHashMap.newKeySet() : others;
            places.add(place);
            return places;
        });
        return place;
    }

    /** How many readers wait. */
    int count() {
        return waiting.values().stream().mapToInt(Set::size).sum();
    }

    private synchronized Uni<Void> begin() {
        Uni<Void> begun = following;
        if (begun == null) {
            List<String> keys = shards.all().stream().map(log::key).toList();
            begun = tail.follow(keys, (key, entry) -> wake(entry))
                    .onFailure()
                    .invoke(() -> following = null)
                    .memoize()
                    .indefinitely();
            following = begun;
        }
        return begun;
    }

    private void wake(Map<String, String> entry) {
        Optional.ofNullable(entry.get("user"))
                .map(user -> waiting.get(UserRef.parse(user).tenant()))
                .ifPresent(places -> places.forEach(place -> place.woken.complete(null)));
    }

    /** One reader's place in the line. */
    final class Place implements AutoCloseable {

        private final TenantId tenant;
        private final CompletableFuture<@Nullable Void> woken = new CompletableFuture<>();

        private Place(TenantId tenant) {
            this.tenant = tenant;
        }

        /** Done when an event has come since the place was taken, or the time is over. */
        Uni<Void> await(Duration atMost) {
            return Uni.createFrom()
                    .completionStage(woken)
                    .ifNoItem()
                    .after(atMost)
                    .recoverWithUni(Uni.createFrom().nullItem());
        }

        /** Leaves the line. */
        @Override
        public void close() {
            waiting.computeIfPresent(tenant, (ignored, places) -> {
                places.remove(this);
                return places.isEmpty() ? null : places;
            });
        }
    }
}
