package dev.oneping.streams;

import java.util.HashSet;
import java.util.Set;

/** The entries that were read and not yet settled, at most so many. Used by one event loop only. */
final class InFlight {

    private final int bound;
    private final Set<StreamEntry.Place> places = new HashSet<>();

    InFlight(int bound) {
        this.bound = bound;
    }

    /** Whether the entry is new here; an entry that is already on its way must not be handled twice at once. */
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
