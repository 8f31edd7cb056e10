package dev.oneping.redis.server;

import java.nio.charset.StandardCharsets;
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
public final class KeySlot {

    /** The number of slots of every cluster. */
    static final int COUNT = 16_384;

    private static final int CRC16_POLYNOMIAL = 0x1021;
    private static final int[] CRC16_TABLE = table();

    private KeySlot() {}

    /** Returns the slot of a key: the hash of its tag between the first braces, or of the key if it has none. */
    static int of(String key) {
        int open = key.indexOf('{');
        int close = open < 0 ? -1 : key.indexOf('}', open + 1);
        return crc16(close > open + 1 ? key.substring(open + 1, close) : key) % COUNT;
    }

    /** Groups items by the slots of their keys, in the order in which the slots appear. */
    public static <T> List<List<T>> group(List<T> items, Function<T, String> key) {
        Map<Integer, List<T>> groups = new LinkedHashMap<>();
        items.forEach(item -> groups.computeIfAbsent(of(key.apply(item)), slot -> new ArrayList<>())
                .add(item));
        return List.copyOf(groups.values());
    }

    /** Returns the CRC-16/XMODEM of a text in UTF-8. */
    public static int crc16(String text) {
        int crc = 0;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            crc = (crc << 8 & 0xffff) ^ CRC16_TABLE[(crc >> 8 ^ b) & 0xff];
        }
        return crc;
    }

    /** Returns the remainder of each byte. */
    private static int[] table() {
        int[] table = new int[256];
        for (int value = 0; value < table.length; value++) {
            int crc = value << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ CRC16_POLYNOMIAL : crc << 1;
            }
            table[value] = crc & 0xffff;
        }
        return table;
    }
}
