package dev.oneping.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryAfterTest {

    @ParameterizedTest
    @EnumSource
    void shouldAskWhoReachedALimitToComeBackLater(ProblemType type) {
        var expected = type == ProblemType.LIMIT_REACHED ? Map.of("Retry-After", "60") : Map.of();

        assertEquals(expected, Problem.of(type, "Something is wrong.").headers());
    }

    @Test
    void shouldPreferTheKnownPause() {
        var problem = Problem.of(ProblemType.LIMIT_REACHED, "Too many.").retryAfter(Duration.ofMillis(1100));

        assertEquals(Map.of("Retry-After", "2"), problem.headers());
    }
}
