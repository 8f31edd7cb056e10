package dev.oneping.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counts of one bucket.
 *
 * @param at     its beginning
 * @param counts the counts by name
 */
record Bucket(Instant at, Map<String, Long> counts) {

    /** Copies the counts. */
    Bucket {
        counts = Map.copyOf(counts);
    }

    /** Reads the buckets of an hour from the fields of its hash, in order. */
    static List<Bucket> of(Instant hour, Map<String, String> fields) {
        Map<Integer, Map<String, Long>> byMinute = new TreeMap<>();
        fields.forEach((field, count) -> {
            int colon = field.indexOf(':');
            byMinute.computeIfAbsent(Integer.parseInt(field, 0, colon, 10), ignored -> new TreeMap<>())
                    .put(field.substring(colon + 1), Long.parseLong(count));
        });
        return byMinute.entrySet().stream()
                .map(entry -> new Bucket(hour.plus(Duration.ofMinutes(entry.getKey())), entry.getValue()))
                .toList();
    }

    /** Returns a count; 0 if nothing was counted. */
    long count(String name) {
        return counts.getOrDefault(name, 0L);
    }
}
