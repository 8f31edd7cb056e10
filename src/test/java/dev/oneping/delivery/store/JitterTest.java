package dev.oneping.delivery.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.State.Accepted;
import dev.oneping.delivery.life.State.Held;
import dev.oneping.delivery.life.Stimulus;
import dev.oneping.delivery.life.Stimulus.Given;
import dev.oneping.model.NotificationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JitterTest {

    private static final Instant MORNING = Given.NOW.plus(Duration.ofHours(9));

    @Test
    void shouldSpreadACommonInstantOverSecondsAndNeverFireEarly() {
        List<Instant> ends = IntStream.range(0, 10_000)
                .mapToObj(i -> Jitter.of(id(i), held(MORNING), MORNING))
                .toList();

        long inTheBusiestTenth = ends.stream()
                .mapToLong(end -> Duration.between(MORNING, end).toMillis() / 500)
                .boxed()
                .collect(Collectors.groupingBy(tenth -> tenth, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(count -> count)
                .max()
                .orElseThrow();
        assertTrue(ends.stream().noneMatch(end -> end.isBefore(MORNING)));
        assertTrue(ends.stream().noneMatch(end -> end.isAfter(MORNING.plusSeconds(5))));
        assertTrue(inTheBusiestTenth < 2_000, "a fifth of all at once: " + inTheBusiestTenth);
    }

    @Test
    void shouldDelayAShortWaitByAHundredthAtMost() {
        Instant soon = Given.NOW.plusSeconds(10);
        for (int i = 0; i < 1_000; i++) {
            Instant end = Jitter.of(id(i), held(soon), soon);
            assertTrue(!end.isBefore(soon) && !end.isAfter(soon.plusMillis(100)));
        }
    }

    @Test
    void shouldNotDelayARunningAttempt() {
        State asked = Accepted.FRESH
                .transitions(Given.AT, "")
                .begin(Stimulus.plan(Given.LAPTOP))
                .next();

        assertEquals(MORNING, Jitter.of(id(7), asked, MORNING));
        assertEquals(MORNING, Jitter.of(id(7), Accepted.FRESH, MORNING));
    }

    private static Held held(Instant until) {
        return new Held("quiet_hours", Given.NOW, until, List.of(), List.of(), null);
    }

    private static NotificationId id(int i) {
        return NotificationId.create(Given.NOW.plusMillis(i), 1);
    }
}
