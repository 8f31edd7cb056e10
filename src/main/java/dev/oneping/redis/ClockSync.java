package dev.oneping.redis;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Measures every few seconds how far the clock of Redis is ahead, half of the round trip allowed for: wrong by that half at
 * most. A slow round trip tells less than a quick one, and counts only where nothing better is known.
 */
@Singleton
public class ClockSync {

    private static final Duration LONGEST_START = Duration.ofSeconds(10);
    private static final long GOOD_ROUND_TRIP_MS = 100;

    private final RedisPipeline redis;
    private final RedisClock clock;
    private final InstantSource system;
    /** The round trip of the correction that holds. Written by one measurement at a time. */
    private volatile long quickest = Long.MAX_VALUE;

    ClockSync(RedisPipeline redis, RedisClock clock) {
        this.redis = redis;
        this.clock = clock;
        this.system = clock.system();
    }

    /** Before anything is timed: a clock that is minutes wrong would end waits of everybody. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent ignored) {
        // The first round trip also opens the connection, so it may be too slow to tell.
        Multi.createBy()
                .concatenating()
                .streams(measure().toMulti(), measure().toMulti(), measure().toMulti())
                .collect()
                .last()
                .onFailure()
                .recoverWithNull()
                .await()
                .atMost(LONGEST_START);
    }

    /** Measures once. */
    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> measure() {
        long sent = system.millis();
        return redis.command(Command.TIME)
                .invoke(time -> {
                    long received = system.millis();
                    long server = time.number(0) * 1000 + time.number(1) / 1000;
                    long roundTrip = received - sent;
                    if (roundTrip <= GOOD_ROUND_TRIP_MS || roundTrip < quickest) {
                        quickest = roundTrip;
                        clock.correct(server - (sent + received) / 2);
                    }
                })
                .onFailure(RedisUnavailable.class)
                .recoverWithNull()
                .replaceWithVoid();
    }
}
