package dev.oneping.stats;

import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import dev.oneping.redis.server.RedisUnavailable;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counters of each tenant. A node counts in memory and adds to Redis every few seconds, so that counting costs a notification
 * nothing; a node that is killed loses what it counted since. Redis has one hash for each tenant and hour, {@code
 * stats:{tenant}:<hour>}, whose fields are a bucket of five minutes and the counter's name; it expires after {@link #KEPT}.
 */
@Singleton
public class TenantCounters {

    /** How long the counts are kept. */
    static final Duration KEPT = Duration.ofDays(8);

    /** The length of a bucket. */
    static final Duration BUCKET = Duration.ofMinutes(5);

    private static final Script ADD = Script.load("stats/add.lua");
    private static final int BEFORE_REDIS_CLOSES = 1;

    /** The counters that one node keeps in memory: beyond, counts are dropped rather than memory filled. */
    private static final int MOST = 100_000;

    private final RedisPipeline redis;
    private final Clock clock;
    private volatile Map<Place, LongAdder> counts = new ConcurrentHashMap<>();

    /** Creates counters that begin with zero. */
    public TenantCounters(RedisPipeline redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /**
     * Adds one to a counter.
     *
     * @param name from a closed set: a name is a field in Redis
     */
    public void increment(TenantId tenant, String name) {
        add(tenant, name, 1);
    }

    /** Adds to a counter. */
    public void add(TenantId tenant, String name, long count) {
        Map<Place, LongAdder> current = counts;
        Place place = new Place(tenant, bucket(clock.instant()), name);
        LongAdder counter = current.get(place);
        if (counter == null && current.size() < MOST) {
            counter = current.computeIfAbsent(place, ignored -> new LongAdder());
        }
        if (counter != null) {
            counter.add(count);
        }
    }

    /** Adds what this node counted to Redis. What cannot be added is kept and added later. */
    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> flush() {
        Map<Place, LongAdder> taken = counts;
        if (taken.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        counts = new ConcurrentHashMap<>();
        Map<String, List<Object>> byKey = new ConcurrentHashMap<>();
        taken.forEach((place, count) -> byKey.computeIfAbsent(
                        key(place.tenant(), place.bucket()), ignored -> new ArrayList<>(List.of(KEPT.toMillis())))
                .addAll(List.of(field(place), count.sum())));
        return Multi.createFrom()
                .iterable(byKey.entrySet())
                .onItem()
                .transformToUniAndConcatenate(entry -> redis.run(ADD, List.of(entry.getKey()), entry.getValue())
                        .replaceWithVoid()
                        .onFailure(RedisUnavailable.class)
                        .recoverWithUni(() -> {
                            restore(taken, entry.getKey());
                            return Uni.createFrom().voidItem();
                        }))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private void restore(Map<Place, LongAdder> taken, String key) {
        taken.forEach((place, count) -> {
            if (key(place.tenant(), place.bucket()).equals(key)) {
                counts.computeIfAbsent(place, ignored -> new LongAdder()).add(count.sum());
            }
        });
    }

    void flushLast(@Observes @Priority(BEFORE_REDIS_CLOSES) ShutdownEvent ignored) {
        flush().await().atMost(Duration.ofSeconds(2));
    }

    /** Reads a tenant's counts in the buckets that begin in a period, the oldest bucket first. */
    Uni<List<Bucket>> read(TenantId tenant, Instant from, Instant to) {
        List<Instant> hours = new ArrayList<>();
        for (Instant hour = hour(from); !hour.isAfter(to); hour = hour.plus(Duration.ofHours(1))) {
            hours.add(hour);
        }
        return Uni.join()
                .all(hours.stream()
                        .map(hour -> redis.command(Command.HGETALL, key(tenant, hour))
                                .map(reply -> Bucket.of(hour, reply.map())))
                        .toList())
                .andFailFast()
                .map(all -> all.stream()
                        .flatMap(List::stream)
                        .filter(bucket -> !bucket.at().isBefore(bucket(from))
                                && !bucket.at().isAfter(to))
                        .toList());
    }

    private static String field(Place place) {
        long minutes = Duration.between(hour(place.bucket()), place.bucket()).toMinutes();
        return "%02d:%s".formatted(minutes, place.name());
    }

    private static String key(TenantId tenant, Instant time) {
        return "stats:{" + tenant + "}:" + hour(time).getEpochSecond() / 3_600;
    }

    private static Instant hour(Instant time) {
        return floor(time, Duration.ofHours(1));
    }

    /** Returns the beginning of the bucket of a time. */
    static Instant bucket(Instant time) {
        return floor(time, BUCKET);
    }

    private static Instant floor(Instant time, Duration unit) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), unit.toSeconds()) * unit.toSeconds());
    }

    private record Place(TenantId tenant, Instant bucket, String name) {}
}
