package dev.oneping.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {

    private static final long SECOND = 1_000_000_000L;

    private final RateLimit limit = RateLimit.of(200, 50, Duration.ofSeconds(1));

    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - 3, Long.MIN_VALUE + 7})
    void shouldAllowTheBurstOnlyAtAnyClockOrigin(long now) {
        long debt = now;
        for (int i = 0; i < 200; i++) {
            debt = limit.take(debt, now);
            assertNotEquals(RateLimit.REFUSED, debt, "take " + i);
        }

        assertEquals(RateLimit.REFUSED, limit.take(debt, now));
    }

    @Test
    void shouldAllowTheLongRunRateAfterTheBurst() {
        long now = 0;
        long debt = now;
        int taken = 0;
        for (int millis = 0; millis < 10_000; millis++) {
            now = millis * SECOND / 1000;
            long after = limit.take(debt, now);
            if (after != RateLimit.REFUSED) {
                debt = after;
                taken++;
            }
        }

        assertEquals(200 + 50 * 10, taken, 1);
    }

    @Test
    void shouldNotAccumulateMoreThanTheBurst() {
        long hour = 3600 * SECOND;
        long debt = limit.take(0, 0);
        int taken = 0;
        for (long after = limit.take(debt, hour); after != RateLimit.REFUSED; after = limit.take(debt, hour)) {
            debt = after;
            taken++;
        }

        assertEquals(200, taken);
    }

    @Test
    void shouldReportRemainingPermitsAndTheTimeOfTheNext() {
        long debt = 0;
        for (int i = 0; i < 200; i++) {
            assertEquals(200 - i, limit.left(debt, 0));
            assertEquals(Duration.ZERO, limit.untilNext(debt, 0));
            debt = limit.take(debt, 0);
        }

        assertEquals(0, limit.left(debt, 0));
        assertEquals(Duration.ofMillis(20), limit.untilNext(debt, 0));
        assertEquals(1, limit.left(debt, 20 * SECOND / 1000));
    }
}
