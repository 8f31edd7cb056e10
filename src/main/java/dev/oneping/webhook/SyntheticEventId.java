package dev.oneping.webhook;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of events that are in no log, in the form of those that are. */
final class SyntheticEventId {

    private static final int BITS = 36;

    private SyntheticEventId() {}

    static String at(Instant now) {
        long chance = ThreadLocalRandom.current().nextLong(1L << BITS);
        return "evt_%012x%09x".formatted(now.toEpochMilli(), chance);
    }
}
