package dev.oneping.connection.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.connection.ConnectionConfig;
import dev.oneping.connection.ConnectionMetrics;
import dev.oneping.problem.Problem;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectRateLimiterTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private long nanos = 7;
    private final ConnectRateLimiter doorway = new ConnectRateLimiter(
            RedisRig.config(ConnectionConfig.class), new ConnectionMetrics(registry), new Random(1), () -> nanos);

    @Test
    void shouldAdmitABurstAndThenTheSustainedRate() {
        assertEquals(4_000, entered(10_000));
        nanos += Duration.ofMillis(500).toNanos();
        assertEquals(1_000, entered(10_000));
        assertEquals(15_000, registry.counter("oneping.connections.deferred").count());
    }

    @Test
    void shouldSpreadRetryTimes() {
        entered(4_000);
        Set<String> pauses = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            Problem problem = doorway.enter().orElseThrow();
            assertEquals(503, problem.type().status());
            String pause = problem.headers().get("Retry-After");
            assertTrue(Integer.parseInt(pause) >= 1 && Integer.parseInt(pause) <= 31, pause);
            pauses.add(pause);
        }
        assertTrue(pauses.size() >= 25, pauses::toString);
    }

    @Test
    void shouldEnforceTheLimitAcrossThreads() {
        AtomicInteger entered = new AtomicInteger();
        IntStream.range(0, 20_000).parallel().forEach(ignored -> {
            if (doorway.enter().isEmpty()) {
                entered.incrementAndGet();
            }
        });
        assertEquals(4_000, entered.get());
    }

    private long entered(int wishes) {
        return IntStream.range(0, wishes)
                .mapToObj(ignored -> doorway.enter())
                .filter(Optional::isEmpty)
                .count();
    }
}
