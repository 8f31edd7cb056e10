package dev.oneping.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.connection.admission.ConnectRateLimiter;
import dev.oneping.connection.node.ReconnectJitter;
import dev.oneping.problem.Problem;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ten thousand devices, or the number in {@code -Doneping.storm.devices}, reconnect to one node. Each follows its
 * instructions exactly; the clock belongs to the test.
 */
class StormTest {

    private static final int DEVICES = Integer.getInteger("oneping.storm.devices", 10_000);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final PriorityQueue<Arrival> road = new PriorityQueue<>(Comparator.comparingLong(Arrival::nanos));
    private final List<Long> wishes = new ArrayList<>();
    private final List<Long> accepted = new ArrayList<>();
    private int mostTries;
    private long nanos;

    /**
     * A node was killed, and nobody told anybody anything. Narrow doors are what the rate is for: they only take
     * longer.
     */
    @ParameterizedTest(name = "{0} at once, then {1} a second")
    @CsvSource({"4000, 2000", "400, 500", "50, 200"})
    void shouldEnforceTheRateLimitForSimultaneousConnections(int burst, int perSecond) {
        for (int i = 0; i < DEVICES; i++) {
            road.add(new Arrival(0, 1));
        }

        comeTo(config(burst, perSecond));

        assertEquals(DEVICES, accepted.size(), story());
        assertTrue(busiest(accepted, SECOND) <= burst + perSecond, story());
        assertTrue(busiest(accepted, SECOND.multipliedBy(10)) <= burst + 10 * perSecond, story());
        assertTrue(last() <= 60 + 2.0 * DEVICES / perSecond, story());
    }

    /**
     * Whoever was sent away at the door is not sent away together: else the second wave would be as high as the first.
     */
    @Test
    void shouldSpreadReconnectsOfRejectedDevices() {
        for (int i = 0; i < DEVICES; i++) {
            road.add(new Arrival(0, 1));
        }

        comeTo(config(4_000, 2_000));

        List<Long> second = wishes.stream().filter(at -> at > 0).toList();
        assertTrue(busiest(second, SECOND) <= 2 * second.size() / 30 + 10, story());
        assertTrue(mostTries <= 2, story());
    }

    /** A node was stopped in good order: nobody has to be sent away at the next one. */
    @Test
    void shouldAcceptDevicesThatReconnectAtTheGivenTime() {
        ConnectionConfig config = config(4_000, 2_000);
        ReconnectJitter goaways = new ReconnectJitter(config, random);
        for (int i = 0; i < DEVICES; i++) {
            Duration dismissed = config.drain().dividedBy(2).multipliedBy(i).dividedBy(DEVICES);
            road.add(new Arrival(dismissed.plus(goaways.next()).toNanos(), 1));
        }

        comeTo(config);

        assertEquals(1, mostTries, story());
        assertTrue(busiest(accepted, SECOND) <= 2 * DEVICES / 30 + 10, story());
    }

    private void comeTo(ConnectionConfig config) {
        ConnectRateLimiter door =
                new ConnectRateLimiter(config, new ConnectionMetrics(new SimpleMeterRegistry()), random, () -> nanos);
        for (Arrival next = road.poll(); next != null; next = road.poll()) {
            nanos = next.nanos;
            wishes.add(nanos);
            mostTries = Math.max(mostTries, next.tries);
            Optional<Problem> refusal = door.enter();
            if (refusal.isEmpty()) {
                accepted.add(nanos);
            } else {
                road.add(new Arrival(nanos + pause(refusal.get()), next.tries + 1));
            }
        }
    }

    /** As the protocol asks of devices: in whole seconds all would be back at the same moment. */
    private long pause(Problem refusal) {
        String seconds = String.valueOf(refusal.headers().get("Retry-After"));
        return Duration.ofSeconds(Long.parseLong(seconds)).toNanos() + random.nextLong(SECOND.toNanos());
    }

    /** The most in any such time. */
    private static int busiest(List<Long> moments, Duration time) {
        int most = 0;
        int first = 0;
        for (int i = 0; i < moments.size(); i++) {
            while (moments.get(i) - moments.get(first) >= time.toNanos()) {
                first++;
            }
            most = Math.max(most, i - first + 1);
        }
        return most;
    }

    private double last() {
        return Duration.ofNanos(accepted.getLast()).toMillis() / 1000.0;
    }

    private String story() {
        return "seed %d: %d of %d in after %.1f s, %d in the busiest second, %d wishes in that of wishes, %d tries at most"
                .formatted(
                        seed,
                        accepted.size(),
                        DEVICES,
                        last(),
                        busiest(accepted, SECOND),
                        busiest(wishes, SECOND),
                        mostTries);
    }

    private static ConnectionConfig config(int burst, int perSecond) {
        return RedisRig.config(
                ConnectionConfig.class,
                Map.of(
                        "oneping.connection.accept-burst", Integer.toString(burst),
                        "oneping.connection.accepts-per-second", Integer.toString(perSecond)));
    }

    /** A device comes, for the first time or once more. */
    private record Arrival(long nanos, int tries) {}
}
