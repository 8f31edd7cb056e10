package dev.oneping.webhook.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.outbound.http.CallOutcome;
import dev.oneping.outbound.http.RetryAfter;
import dev.oneping.webhook.subscription.Configs;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final RetrySchedule SCHEDULE =
            new RetrySchedule(Configs.webhook(false).pauses());

    private final long seed = System.nanoTime();
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void shouldTryTenTimesOverAboutThreeDays() {
        assertEquals(10, SCHEDULE.attempts());
        assertEquals(
                Duration.ofSeconds(5).plusMinutes(35).plusHours(75),
                SCHEDULE.pauses().stream().reduce(Duration.ZERO, Duration::plus));
        assertEquals(Optional.empty(), SCHEDULE.after(10, Optional.empty(), random));
    }

    @Test
    void shouldMakeAPauseUpToAFifthShorterOrLonger() {
        for (int attempt = 1; attempt < 10; attempt++) {
            long base = SCHEDULE.pauses().get(attempt - 1).toMillis();
            long shortest = Long.MAX_VALUE;
            long longest = 0;
            for (int round = 0; round < 1000; round++) {
                long pause = SCHEDULE.after(attempt, Optional.empty(), random)
                        .orElseThrow()
                        .toMillis();
                shortest = Math.min(shortest, pause);
                longest = Math.max(longest, pause);
            }

            assertTrue(shortest >= base * 0.8 && longest <= base * 1.2, () -> "seed " + seed);
            assertTrue(shortest < base * 0.9 && longest > base * 1.1, () -> "seed " + seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 60, 60", "1, 99999999, 86400", "3, 3600, 3600"})
    void shouldHonorLongerRetryAfterUpToOneDay(int attempt, long wished, long seconds) {
        Duration pause = SCHEDULE.after(attempt, Optional.of(Duration.ofSeconds(wished)), random)
                .orElseThrow();

        Duration least = Duration.ofSeconds(seconds);
        Duration jitter = SCHEDULE.pauses().get(attempt - 1).dividedBy(5);
        assertTrue(pause.compareTo(least) >= 0 && pause.compareTo(least.plus(jitter)) <= 0, () -> "seed " + seed);
    }

    @Test
    void shouldIgnoreShorterRetryAfter() {
        Duration pause =
                SCHEDULE.after(3, Optional.of(Duration.ofSeconds(1)), random).orElseThrow();

        assertTrue(pause.compareTo(Duration.ofMinutes(24)) >= 0, () -> "seed " + seed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3                             | 3
            120                           | 120
            Sun, 01 Nov 2026 12:00:30 GMT | 30
            """)
    void shouldReadSecondsAndDates(String header, long seconds) {
        assertEquals(Optional.of(Duration.ofSeconds(seconds)), RetryAfter.parse(header, NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "",
                "soon",
                "1.5",
                "99999999999999999999",
                "Sun, 01 Nov 2026 11:59:30 GMT",
                "Sun, 99 Nov 2026"
            })
    void shouldIgnoreWhatIsOverOrNonsense(String header) {
        assertEquals(Optional.empty(), RetryAfter.parse(header, NOW));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 299})
    void shouldCallEveryTwoHundredDelivered(int status) {
        assertInstanceOf(CallOutcome.Delivered.class, CallOutcome.of(status, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308, 400, 401, 404, 408, 425, 429, 500, 502, 503, 504})
    void shouldCallEverythingElseRejected(int status) {
        assertEquals(new CallOutcome.Rejected(status, Optional.empty()), CallOutcome.of(status, Optional.empty()));
    }

    @Test
    void shouldCallFourHundredAndTenGone() {
        assertInstanceOf(CallOutcome.Gone.class, CallOutcome.of(410, Optional.empty()));
    }
}
