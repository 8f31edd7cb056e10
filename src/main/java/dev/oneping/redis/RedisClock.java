package dev.oneping.redis;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The system clock corrected to the clock of Redis, so that all nodes agree on deadlines however wrong their own clocks
 * are. {@link ClockSync} measures the correction; while Redis is unavailable, the last one is used.
 */
public final class RedisClock extends Clock {

    private final InstantSource system;
    private volatile long offsetMillis;

    /** Creates a clock that is uncorrected until {@link #correct} is called. */
    public RedisClock(InstantSource system) {
        this.system = system;
    }

    /** This machine's clock, uncorrected. */
    InstantSource system() {
        return system;
    }

    /** Sets the offset of Redis' clock to this machine's; negative if it is behind. */
    void correct(long millisAhead) {
        offsetMillis = millisAhead;
    }

    /** Returns the offset of Redis' clock to this machine's, in milliseconds. */
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

    /** Returns this clock: zones are passed explicitly and never taken from it. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
