package dev.oneping.notify;

import dev.oneping.events.EventLog;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
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
 * Callers that wait for what becomes of a notification. One read follows the log for all of them, begun with the first.
 * Whoever waits takes a place before reading, so what happens in between wakes the place, and nothing is missed.
 */
@Singleton
class Waits {

    private static final String FIELD = "\"notification\":\"";

    /** A whole has no events of its own; it is looked at so often. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Views views;
    private final EventLog log;
    private final Shards shards;
    private final StreamTail tail;
    private final Map<String, Set<Place>> waiting = new ConcurrentHashMap<>();
    private volatile @Nullable Uni<Void> following;

    Waits(Views views, EventLog log, Shards shards, StreamTail tail) {
        this.views = views;
        this.log = log;
        this.shards = shards;
        this.tail = tail;
    }

    /** The notification as soon as the preference is met, and else when the time is over; none if there is no such. */
    Uni<Optional<NotificationView>> await(TenantId tenant, NotificationId id, Preference wish) {
        long until = System.nanoTime() + wish.length().toNanos();
        return ready().chain(() -> await(tenant, id, wish, until));
    }

    private Uni<Optional<NotificationView>> await(TenantId tenant, NotificationId id, Preference wish, long until) {
        Place place = join(id);
        return views.find(tenant, id)
                .chain(found -> {
                    Duration left = Duration.ofNanos(until - System.nanoTime());
                    if (found.isEmpty() || wish.isMetBy(found.get()) || !left.isPositive()) {
                        return Uni.createFrom().item(found);
                    }
                    boolean whole = found.get().fanOut() != null;
                    return place.await(whole && left.compareTo(LOOK) > 0 ? LOOK : left)
                            .chain(() -> await(tenant, id, wish, until));
                })
                .onTermination()
                .invoke(place::close);
    }

    /** How many wait. */
    int count() {
        return waiting.values().stream().mapToInt(Set::size).sum();
    }

    private Uni<Void> ready() {
        Uni<Void> begun = following;
        return begun != null ? begun : begin();
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

    private Place join(NotificationId id) {
        Place place = new Place(id.value());
        waiting.compute(id.value(), (ignored, others) -> {
            Set<Place> places = others == null ? ConcurrentHashMap.newKeySet() : others;
            places.add(place);
            return places;
        });
        return place;
    }

    private void wake(Map<String, String> entry) {
        String data = entry.get("data");
        if (waiting.isEmpty() || data == null) {
            return;
        }
        int field = data.indexOf(FIELD);
        if (field >= 0) {
            int from = field + FIELD.length();
            Set<Place> places = waiting.get(data.substring(from, data.indexOf('"', from)));
            if (places != null) {
                places.forEach(place -> place.woken.complete(null));
            }
        }
    }

    /** One caller's place in the line. */
    private final class Place implements AutoCloseable {

        private final String id;
        private final CompletableFuture<@Nullable Void> woken = new CompletableFuture<>();

        private Place(String id) {
            this.id = id;
        }

        Uni<Void> await(Duration atMost) {
            return Uni.createFrom()
                    .completionStage(woken)
                    .ifNoItem()
                    .after(atMost)
                    .recoverWithUni(Uni.createFrom().nullItem());
        }

        @Override
        public void close() {
            waiting.computeIfPresent(id, (ignored, places) -> {
                places.remove(this);
                return places.isEmpty() ? null : places;
            });
        }
    }
}
