package dev.oneping.streams;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The keys of a channel's streams: one, or a pattern with {@code %d} filled with 0 to the number of partitions minus
 * one.
 */
final class StreamKeys {

    private static final String PLACE = "%d";

    private StreamKeys() {}

    static List<String> of(ChannelAttributes attributes) {
        String pattern = attributes.required("stream");
        int partitions = attributes.number("partitions", 1);
        if (!pattern.contains(PLACE)) {
            if (partitions > 1) {
                throw attributes.refuse("stream", "must contain %d, because there are " + partitions + " partitions");
            }
            return List.of(pattern);
        }
        return IntStream.range(0, partitions)
                .mapToObj(partition -> pattern.replace(PLACE, Integer.toString(partition)))
                .toList();
    }
}
