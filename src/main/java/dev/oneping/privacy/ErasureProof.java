package dev.oneping.privacy;

import java.util.Map;
import java.util.TreeMap;

/** The counts of what was erased, by kind of key. Confined to the thread of the erasure. */
final class ErasureProof {

    private final Map<String, Long> keys = new TreeMap<>();
    private final Map<String, Long> entries = new TreeMap<>();
    private long found;

    void keys(KeyKind kind, long number) {
        count(keys, kind, number);
    }

    void entries(KeyKind kind, long number) {
        count(entries, kind, number);
    }

    private void count(Map<String, Long> counts, KeyKind kind, long number) {
        if (number > 0) {
            counts.merge(kind.shape(), number, Long::sum);
            found += number;
        }
    }

    /** Returns how much was erased so far. */
    long found() {
        return found;
    }

    /** Returns how many keys were deleted, by kind. */
    Map<String, Long> keys() {
        return Map.copyOf(keys);
    }

    /** Returns how many entries were removed from keys that belong to others as well, by kind. */
    Map<String, Long> entries() {
        return Map.copyOf(entries);
    }
}
