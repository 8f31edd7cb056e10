package dev.oneping.redis;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Metrics of calls to Redis and of delay queues. The names are those of commands, scripts and queues: a closed set. */
public final class RedisMeters {

    private static final Duration[] BOUNDS = {
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private static final Map<String, Timer> ANSWERED = new ConcurrentHashMap<>();
    private static final Map<String, Timer> FAILED = new ConcurrentHashMap<>();
    private static final Map<String, Timer> LATE = new ConcurrentHashMap<>();

    private RedisMeters() {}

    /** Records a call. */
    static void called(String name, long startedNanos, boolean answered) {
        (answered ? ANSWERED : FAILED)
                .computeIfAbsent(
                        name,
                        call -> Timer.builder("oneping.redis.calls")
                                .description("Calls to Redis by command or script, with their latency")
                                .tag("call", call)
                                .tag("outcome", answered ? "answered" : "failed")
                                .serviceLevelObjectives(BOUNDS)
                                .register(Metrics.globalRegistry))
                .record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
    }

    /** Records how late the first member of a delay queue was claimed. */
    public static void claimed(String queue, Duration late) {
        LATE.computeIfAbsent(
                        queue,
                        name -> Timer.builder("oneping.timers.lateness")
                                .description(
                                        "Time from the due time of the first member of a delay queue until it is claimed")
                                .tag("queue", name)
                                .serviceLevelObjectives(BOUNDS)
                                .register(Metrics.globalRegistry))
                .record(late);
    }
}
