package dev.oneping.redis;

import dev.oneping.redis.server.RedisUnavailable;
import dev.oneping.redis.time.Time;
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
 * Measures the offset of the clock of Redis every few seconds, corrected by half of the round trip, which is also the
 * largest error. A slow round trip is less exact than a quick one, and is used only if there is no better measurement.
 */
@Singleton
public class ClockSync {

    private static final Duration LONGEST_START = Duration.ofSeconds(10);
    private static final long GOOD_ROUND_TRIP_MS = 100;

    private final RedisPipeline redis;
    private final RedisClock clock;
    private final InstantSource system;
    /** The round trip of the current correction. Written by one measurement at a time. */
    private volatile long quickest = Long.MAX_VALUE;

    public ClockSync(RedisPipeline redis, RedisClock clock) {
        this.redis = redis;
        this.clock = clock;
        this.system = clock.system();
    }

    /** Measures before any timer is set: a clock that is minutes off would end all waits. */
    public void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent ignored) {
        // The first round trip also opens the connection, so it may be too slow to be exact.
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

    /** Measures the offset once; in a simulation both clocks are the same. */
    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> measure() {
        if (Time.isVirtual()) {
            return Uni.createFrom().voidItem();
        }
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
