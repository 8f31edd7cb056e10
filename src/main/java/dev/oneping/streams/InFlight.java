package dev.oneping.streams;

import dev.oneping.streams.link.StreamEntry;
import java.util.HashSet;
import java.util.Set;

/** The bounded set of entries that were read and not yet settled. Used by one event loop only. */
final class InFlight {

    private final int bound;
    private final Set<StreamEntry.Place> places = new HashSet<>();

    InFlight(int bound) {
        this.bound = bound;
    }

    /**
     * Adds an entry and returns whether it is new; an entry already in flight must not be handled twice concurrently.
     */
    boolean add(StreamEntry.Place place) {
        return places.add(place);
    }

    boolean contains(StreamEntry.Place place) {
        return places.contains(place);
    }

    void remove(StreamEntry.Place place) {
        places.remove(place);
    }

    int size() {
        return places.size();
    }

    int room() {
        return bound - places.size();
    }
}
