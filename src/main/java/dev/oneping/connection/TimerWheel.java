package dev.oneping.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Riders in a ring of buckets, so that a sweep which visits one bucket at a time spreads its work. To enter and to leave
 * cost the same however many ride. Owned by one event loop.
 */
final class TimerWheel<R extends TimerWheel.Rider> {

    private final List<List<R>> buckets;

    /** A ring of that many buckets, numbered from 0; any whole number names one of them. */
    TimerWheel(int size) {
        buckets = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            buckets.add(new ArrayList<>());
        }
    }

    /** What can ride: it knows its own place, which is what makes leaving cheap. */
    public abstract static class Rider {
        private int bucket = -1;
        private int place;
    }

    /** Puts a rider into a bucket, out of the one it was in. */
    void put(R rider, int bucket) {
        remove(rider);
        List<R> riders = bucket(bucket);
        ((Rider) rider).bucket = Math.floorMod(bucket, buckets.size());
        ((Rider) rider).place = riders.size();
        riders.add(rider);
    }

    /** Takes a rider off; nothing happens if it does not ride. */
    void remove(R rider) {
        Rider leaving = rider;
        if (leaving.bucket < 0) {
            return;
        }
        List<R> riders = buckets.get(leaving.bucket);
        R last = riders.removeLast();
        if (last != rider) {
            ((Rider) last).place = leaving.place;
            riders.set(leaving.place, last);
        }
        leaving.bucket = -1;
    }

    /** Visits the riders of one bucket. The visitor may remove the rider that it visits. */
    void visit(int bucket, Consumer<? super R> visitor) {
        List<R> riders = bucket(bucket);
        for (int i = riders.size() - 1; i >= 0; i--) {
            visitor.accept(riders.get(i));
        }
    }

    /** Everyone who rides now. */
    List<R> all() {
        return buckets.stream().flatMap(List::stream).toList();
    }

    private List<R> bucket(int number) {
        return buckets.get(Math.floorMod(number, buckets.size()));
    }
}
