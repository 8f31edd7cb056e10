package dev.oneping.redis;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The system clock corrected to the clock of Redis, so that all nodes agree on deadlines however wrong their own clocks
 * are. The correction is measured by {@link ClockSync}; until then, and while Redis is away, the last one holds.
 */
public final class RedisClock extends Clock {

    private final InstantSource system;
    private volatile long offsetMillis;

    /** Uncorrected until {@link #correct} is called. */
    public RedisClock(InstantSource system) {
        this.system = system;
    }

    /** This machine's clock, uncorrected. */
    InstantSource system() {
        return system;
    }

    /** Sets how far Redis is ahead of this machine; negative if behind. */
    void correct(long millisAhead) {
        offsetMillis = millisAhead;
    }

    /** How far Redis is ahead of this machine, in milliseconds. */
    public long offsetMillis() {
        return offsetMillis;
    }

    @Override
    public long millis() {
        return system.millis() + offsetMillis;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** The same clock: a zone is given where local time is needed, never taken from here. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
