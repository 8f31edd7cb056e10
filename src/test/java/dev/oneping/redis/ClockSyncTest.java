package dev.oneping.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.testing.RedisRig;
import io.quarkus.runtime.StartupEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine whose clock is minutes wrong keeps the same time as the others. */
class ClockSyncTest {

    private static final Duration SLACK = Duration.ofSeconds(1);

    private final RedisRig rig = new RedisRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, 0, 300})
    void shouldAgreeWithRedisHoweverWrongTheMachineIs(long secondsWrong) {
        InstantSource wrong = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(secondsWrong));
        RedisClock clock = new RedisClock(wrong);

        new ClockSync(rig.redis(), clock).start(new StartupEvent());

        Instant here = Clock.systemUTC().instant();
        Duration off = Duration.between(here, clock.instant()).abs();
        assertTrue(off.compareTo(SLACK) < 0, () -> "off by " + off);
        assertEquals(-secondsWrong, Math.round(clock.offsetMillis() / 1000.0));
    }

    /** A loaded machine must not be left minutes wrong; nor may a slow look spoil what a quick one has told. */
    @Test
    void shouldTakeASlowRoundTripOnlyWhereNothingBetterIsKnown() {
        AtomicLong eachTakes = new AtomicLong(400);
        AtomicLong now = new AtomicLong(
                Clock.systemUTC().millis() + Duration.ofMinutes(5).toMillis());
        RedisClock clock = new RedisClock(() -> Instant.ofEpochMilli(now.getAndAdd(eachTakes.get())));
        ClockSync sync = new ClockSync(rig.redis(), clock);

        sync.measure().await().indefinitely();
        long slow = clock.offsetMillis();
        assertTrue(Math.abs(slow + Duration.ofMinutes(5).toMillis()) < 1000, () -> "off by " + slow);

        eachTakes.set(900);
        now.addAndGet(-5_000);
        sync.measure().await().indefinitely();
        assertEquals(slow, clock.offsetMillis());
    }
}
