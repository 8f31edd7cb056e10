package dev.oneping.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.events.EventLog;
import dev.oneping.model.UserRef;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The branches of {@code signal/create.lua} and {@code signal/receive.lua}. */
class SignalStoreTest {

    private static final Instant NOW = Instant.ofEpochMilli(System.currentTimeMillis());

    private final RedisRig rig = new RedisRig();
    private final UserRef ann = rig.someone();
    private final SignalConfig config = RedisRig.config(SignalConfig.class);
    private final SignalStore store = new SignalStore(
            rig.redis(),
            rig.shards(),
            new EventLog(rig.redis(), rig.shards(), RedisRig.events(), RedisRig.json(), Clock.systemUTC()),
            config,
            RedisRig.json(),
            Clock.systemUTC(),
            new SimpleMeterRegistry());

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldRefuseMoreSignalUrlsThanTheLimit() {
        int limit = config.urlsPerUser();

        for (int i = 0; i < limit; i++) {
            assertTrue(get(store.create(url("sgl_" + i, "token" + i))));
        }

        assertFalse(get(store.create(url("sgl_more", "another"))));
        assertEquals(limit, get(store.all(ann)).size());
        assertEquals(Optional.empty(), get(store.open("another", NOW)), "its token must lead nowhere");
    }

    @Test
    void shouldAcceptItsTokensWhileTheyAreValid() {
        SignalUrl url = url("sgl_1", "old");
        get(store.create(url));
        get(store.change(ann, "sgl_1", it -> it.rotated(SignalStore.hash("new"), NOW.plusSeconds(60), NOW)));

        assertTrue(get(store.open("old", NOW.plusSeconds(59))).isPresent());
        assertFalse(get(store.open("old", NOW.plusSeconds(60))).isPresent());
        assertTrue(get(store.open("new", NOW.plusSeconds(60))).isPresent());
        assertFalse(get(store.open("other", NOW)).isPresent());

        assertTrue(get(store.delete(ann, "sgl_1")));
        assertFalse(get(store.delete(ann, "sgl_1")));
        assertFalse(get(store.open("new", NOW)).isPresent());
    }

    @Test
    void shouldKeepTheTokensOfTwoRotationsAtOnce() {
        get(store.create(url("sgl_1", "old")));

        get(Uni.join().all(rotated("one"), rotated("two")).andFailFast());

        assertTrue(get(store.open("one", NOW)).isPresent());
        assertTrue(get(store.open("two", NOW)).isPresent());
        assertFalse(get(store.open("old", NOW)).isPresent());
        String place = "oneping:signal:" + SignalStore.hash("old");
        assertEquals(0, get(rig.redis().command(Command.EXISTS, place)).number(), "its key must not stay");
    }

    @Test
    void shouldNotBringBackADeletedUrl() {
        get(store.create(url("sgl_1", "old")));
        get(store.delete(ann, "sgl_1"));

        assertEquals(Optional.empty(), get(rotated("new")));
        assertEquals(List.of(), get(store.all(ann)));
    }

    private Uni<Optional<SignalUrl>> rotated(String token) {
        return store.change(ann, "sgl_1", it -> it.rotated(SignalStore.hash(token), NOW.plusSeconds(60), NOW));
    }

    @Test
    void shouldAcceptOneOfManyConcurrentEqualSignals() {
        SignalUrl url = url("sgl_1", "token");
        get(store.create(url));
        AtomicInteger fresh = new AtomicInteger();

        List<Uni<SignalStore.Receipt>> all = IntStream.range(0, 200)
                .mapToObj(i -> store.receive(url, signal(), "eid" + i % 10))
                .toList();
        all.forEach(one -> {
            if (get(one).fresh()) {
                fresh.incrementAndGet();
            }
        });

        assertEquals(10, fresh.get());
    }

    @Test
    void shouldReportWhenTheRateLimitEnds() {
        SignalUrl url = url("sgl_1", "token");
        get(store.create(url));
        for (int i = 0; i < config.perMinute(); i++) {
            assertEquals(0, get(store.receive(url, signal(), "eid" + i)).limitedMs());
        }

        SignalStore.Receipt refused = get(store.receive(url, signal(), "one-more"));

        assertFalse(refused.fresh());
        assertTrue(refused.limitedMs() > 0
                && refused.limitedMs() <= Duration.ofMinutes(1).toMillis());
    }

    private SignalUrl url(String id, String token) {
        return new SignalUrl(
                id,
                ann,
                null,
                List.of(new SignalPattern("*:*")),
                List.of(),
                NOW,
                List.of(new SignalUrl.Token(SignalStore.hash(token), null)));
    }

    private static Signal signal() {
        return new Signal("build", "done", null, null, Map.of(), false);
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
