package dev.oneping.connection;

import dev.oneping.model.NotificationId;
import java.util.Arrays;

/**
 * The latest retractions of a session, so that a notification overtaken by its retraction is not shown. Frames
 * overtake each other by seconds at most, so the last {@value #KEPT} are enough. Ids are kept as 64-bit hashes: a
 * collision is improbable (1 in 10^17), and would cost one ack window.
 */
final class RecentRetractions {

    private static final int KEPT = 32;
    private static final int AT_FIRST = 4;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private long[] hashes = new long[AT_FIRST];
    private long[] versions = new long[AT_FIRST];
    private int size;
    private int oldest;

    /** Records the retraction of a notification by this version. */
    void record(NotificationId id, long version) {
        long hash = hash(id);
        int known = find(hash);
        if (known >= 0) {
            versions[known] = Math.max(versions[known], version);
            return;
        }
        int place = freePlace();
        hashes[place] = hash;
        versions[place] = version;
    }

    /** Returns whether a later version has retracted the notification. */
    boolean isOvertaken(NotificationId id, long version) {
        int known = find(hash(id));
        return known >= 0 && version < versions[known];
    }

    private int freePlace() {
        if (size == KEPT) {
            int place = oldest;
            oldest = (oldest + 1) % KEPT;
            return place;
        }
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
            versions = Arrays.copyOf(versions, size * 2);
        }
        return size++;
    }

    private int find(long hash) {
        for (int i = 0; i < size; i++) {
            if (hashes[i] == hash) {
                return i;
            }
        }
        return -1;
    }

    private static long hash(NotificationId id) {
        long hash = FNV_OFFSET;
        String value = id.value();
        for (int i = 0; i < value.length(); i++) {
            hash = (hash ^ value.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
