package dev.oneping.events;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for the next thing to happen to something. Whoever takes a place before reading, and waits in it after, cannot
 * miss what happens in between.
 *
 * @param <K> what something can happen to
 */
public final class WaiterQueue<K> {

    private final Map<K, Set<Place>> waiting = new ConcurrentHashMap<>();

    /** Takes a place; to be closed. */
    public Place join(K about) {
        Place place = new Place(about);
        waiting.compute(about, (ignored, others) -> {
            Set<Place> places = others == null ? ConcurrentHashMap.newKeySet() : others;
            places.add(place);
            return places;
        });
        return place;
    }

    /** Something has happened to it. */
    public void wake(K about) {
        Set<Place> places = waiting.get(about);
        if (places != null) {
            places.forEach(place -> place.woken.complete(null));
        }
    }

    /** Whether nobody waits for anything. */
    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** How many wait. */
    public int count() {
        return waiting.values().stream().mapToInt(Set::size).sum();
    }

    /** One place in the line. */
    public final class Place implements AutoCloseable {

        private final K about;
        private final CompletableFuture<@Nullable Void> woken = new CompletableFuture<>();

        private Place(K about) {
            this.about = about;
        }

        /** Done when something has happened since the place was taken, or the time is over. */
        public Uni<Void> await(Duration atMost) {
            return Uni.createFrom()
                    .completionStage(woken)
                    .ifNoItem()
                    .after(atMost)
                    .recoverWithUni(Uni.createFrom().nullItem());
        }

        /** Leaves the line. */
        @Override
        public void close() {
            waiting.computeIfPresent(about, (ignored, places) -> {
                places.remove(this);
                return places.isEmpty() ? null : places;
            });
        }
    }
}
