package dev.oneping.webhook.fanout;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Creates ids, in the usual form, for events that are not in the event log. */
public final class SyntheticEventId {

    private static final int BITS = 36;

    private SyntheticEventId() {}

    public static String at(Instant now) {
        long chance = ThreadLocalRandom.current().nextLong(1L << BITS);
        return "evt_%012x%09x".formatted(now.toEpochMilli(), chance);
    }
}
