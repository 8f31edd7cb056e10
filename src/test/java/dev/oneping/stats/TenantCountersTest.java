package dev.oneping.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.oneping.model.TenantId;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.testing.RedisRig;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TenantCountersTest {

    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");

    private final RedisRig rig = new RedisRig();
    private final TenantId tenant = rig.someone().tenant();
    private Instant now = TEN.plusSeconds(290);
    private final Clock clock = new Moving();
    private final TenantCounters counters = new TenantCounters(rig.redis(), clock);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldSumWhatSeveralNodesCountedInBucketsOfFiveMinutes() {
        TenantCounters other = new TenantCounters(rig.redis(), clock);
        counters.increment(tenant, StatName.ACCEPTED);
        other.add(tenant, StatName.ACCEPTED, 2);
        now = TEN.plusSeconds(300);
        counters.increment(tenant, StatName.ACCEPTED);
        flush(counters);
        flush(other);

        List<Bucket> buckets = read(TEN, TEN.plusSeconds(600));

        assertEquals(
                List.of(
                        new Bucket(TEN, Map.of("accepted", 3L)),
                        new Bucket(TEN.plusSeconds(300), Map.of("accepted", 1L))),
                buckets);
        assertEquals(1, read(TEN.plusSeconds(300), TEN.plusSeconds(301)).size());
    }

    @Test
    void shouldCountNothingTwiceWhenFlushedAgain() {
        counters.increment(tenant, StatName.RINGS);
        flush(counters);
        flush(counters);

        assertEquals(1, read(TEN, TEN.plusSeconds(600)).getFirst().count("rings"));
    }

    @Test
    void shouldKeepTenantsApart() {
        counters.increment(tenant, StatName.RINGS);
        flush(counters);

        TenantId other = rig.someone().tenant();

        assertEquals(List.of(), counters.read(other, TEN, now).await().indefinitely());
    }

    @Test
    void shouldAddLaterWhatRedisDidNotTake(@TempDir Path folder) {
        try (EmbeddedRedis redis = EmbeddedRedis.start(folder, RedisBinary.PATH_OR_BUNDLED);
                RedisRig own = new RedisRig(redis.uri())) {
            TenantCounters cut = new TenantCounters(own.redis(), clock);
            own.redis().command(Command.CONFIG, "SET", "maxmemory", "1").await().indefinitely();
            cut.add(tenant, StatName.RINGS, 5);
            flush(cut);
            own.redis().command(Command.CONFIG, "SET", "maxmemory", "0").await().indefinitely();
            cut.add(tenant, StatName.RINGS, 1);
            flush(cut);

            assertEquals(
                    6,
                    cut.read(tenant, TEN, now).await().indefinitely().getFirst().count("rings"));
        }
    }

    @Test
    void shouldSumUpAPeriod() {
        IntStream.range(0, 9)
                .forEach(i -> counters.increment(tenant, Waits.counter(StatName.SEEN, Duration.ofMillis(900))));
        counters.increment(tenant, Waits.counter(StatName.SEEN, Duration.ofDays(2)));
        counters.add(tenant, StatName.of(StatName.ENDED, "seen"), 10);
        counters.add(tenant, StatName.RINGS, 9);
        counters.increment(tenant, StatName.of(StatName.SENT, "webpush:accepted"));
        flush(counters);

        Stats stats = Stats.of(read(TEN, now), TEN, now);

        assertEquals(0.9, stats.ringsPerNotification());
        assertEquals(new Waits(10, 1.0, null, 0.9), stats.seen());
        assertEquals(Map.of("webpush", Map.of("accepted", 1L)), stats.channels());
        assertEquals(new Waits(0, null, null, null), stats.answered());
        assertEquals(List.of(new Stats.Step(TEN, 0, 10, 9)), stats.series());
    }

    @Test
    void shouldHaveNoRatioOfNothing() {
        Stats stats = Stats.of(List.of(), TEN, TEN.plus(Duration.ofDays(7)));

        assertNull(stats.ringsPerNotification());
        assertEquals(88, stats.series().size());
    }

    private List<Bucket> read(Instant from, Instant to) {
        return counters.read(tenant, from, to).await().indefinitely();
    }

    private static void flush(TenantCounters counters) {
        counters.flush().await().indefinitely();
    }

    /** The time of the test. */
    private final class Moving extends Clock {

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
