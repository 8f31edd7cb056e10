package dev.oneping.model;

import java.time.Instant;

/** Ids of a prefix, a sortable id, and two digits for a shard, so that the shard of an object is known by its id alone. */
final class ShardedId {

    /** The number of digits after the prefix. */
    static final int DIGITS = SortableId.LENGTH + 2;

    private ShardedId() {}

    static boolean isWellFormed(String text, String prefix) {
        return SortableId.isWellFormed(text, prefix, DIGITS);
    }

    static String create(String prefix, Instant now, int shard) {
        char[] digits = new char[2];
        SortableId.put(digits, 0, 2, shard);
        return prefix + SortableId.at(now.toEpochMilli()) + new String(digits);
    }

    static int shard(String id) {
        int last = id.length() - 1;
        return SortableId.digit(id.charAt(last - 1)) * 32 + SortableId.digit(id.charAt(last));
    }
}
