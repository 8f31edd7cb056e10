package dev.oneping.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A ring of buckets, so that visiting one bucket at a time spreads the work. Adding and removing take constant time.
 * Owned by one event loop.
 */
final class TimerWheel<R extends TimerWheel.Entry> {

    private final List<List<R>> buckets;

    /** Creates a ring of this many buckets, numbered from 0; other numbers wrap around. */
    TimerWheel(int size) {
        buckets = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            buckets.add(new ArrayList<>());
        }
    }

    /** An entry, which knows its own position; that makes removal cheap. */
    public abstract static class Entry {
        private int bucket = -1;
        private int place;
    }

    /** Moves an entry into a bucket. */
    void put(R rider, int bucket) {
        remove(rider);
        List<R> riders = bucket(bucket);
        ((Entry) rider).bucket = Math.floorMod(bucket, buckets.size());
        ((Entry) rider).place = riders.size();
        riders.add(rider);
    }

    /** Removes an entry; no effect if it is not in the wheel. */
    void remove(R rider) {
        Entry leaving = rider;
        if (leaving.bucket < 0) {
            return;
        }
        List<R> riders = buckets.get(leaving.bucket);
        R last = riders.removeLast();
        if (last != rider) {
            ((Entry) last).place = leaving.place;
            riders.set(leaving.place, last);
        }
        leaving.bucket = -1;
    }

    /** Visits the entries of one bucket. The visitor may remove the entry that it visits. */
    void visit(int bucket, Consumer<? super R> visitor) {
        List<R> riders = bucket(bucket);
        for (int i = riders.size() - 1; i >= 0; i--) {
            visitor.accept(riders.get(i));
        }
    }

    /** Returns all entries. */
    List<R> all() {
        return buckets.stream().flatMap(List::stream).toList();
    }

    private List<R> bucket(int number) {
        return buckets.get(Math.floorMod(number, buckets.size()));
    }
}
