package dev.oneping.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The hash slot of a key in a Redis Cluster.
 *
 * @see <a href="https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags">hash tags</a>
 */
final class KeySlot {

    /** The number of slots of every cluster. */
    static final int COUNT = 16_384;

    private KeySlot() {}

    /** Returns the slot of a key: the hash of its tag between the first braces, or of the key if it has none. */
    static int of(String key) {
        int open = key.indexOf('{');
        int close = open < 0 ? -1 : key.indexOf('}', open + 1);
        return Shards.crc16(close > open + 1 ? key.substring(open + 1, close) : key) % COUNT;
    }

    /** Groups items by the slots of their keys, in the order in which the slots appear. */
    static <T> List<List<T>> group(List<T> items, Function<T, String> key) {
        Map<Integer, List<T>> groups = new LinkedHashMap<>();
        items.forEach(item -> groups.computeIfAbsent(of(key.apply(item)), slot -> new ArrayList<>())
                .add(item));
        return List.copyOf(groups.values());
    }
}
