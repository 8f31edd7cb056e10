package dev.oneping.streams;

import java.util.HashSet;
import java.util.Set;

/** The entries that were read and not yet settled, at most so many. Used by one event loop only. */
final class InFlight {

    private final int bound;
    private final Set<Entry.Place> places = new HashSet<>();

    InFlight(int bound) {
        this.bound = bound;
    }

    /** Whether the entry is new here; an entry that is already on its way must not be handled twice at once. */
    boolean add(Entry.Place place) {
        return places.add(place);
    }

    boolean contains(Entry.Place place) {
        return places.contains(place);
    }

    void remove(Entry.Place place) {
        places.remove(place);
    }

    int size() {
        return places.size();
    }

    int room() {
        return bound - places.size();
    }
}
