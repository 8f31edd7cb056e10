package dev.oneping.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.oneping.testing.RedisRig;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The branches of {@code redis/claim.lua}. */
class DueSetTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Shard SHARD = new Shard(3);

    private final RedisRig rig = new RedisRig();
    private final DueSet set = new DueSet("due-set-test");

    @BeforeEach
    @AfterEach
    void clear() {
        rig.redis().command(Command.DEL, set.key(SHARD)).await().indefinitely();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldTakeOnlyWhatIsDueAndSayWhenTheNextIs() {
        add("early", NOW.minusSeconds(1));
        add("now", NOW);
        add("late", NOW.plusSeconds(3));

        DueSet.Claimed claimed = claim(NOW, 10);

        assertEquals(List.of("early", "now"), claimed.members());
        assertEquals(NOW.plusSeconds(3), claimed.next());
    }

    @Test
    void shouldComeAgainAfterTheLeaseWhenTheWorkWasNotDone() {
        add("work", NOW);

        assertEquals(List.of("work"), claim(NOW, 10).members());
        assertEquals(List.of(), claim(NOW.plus(LEASE).minusMillis(1), 10).members());
        assertEquals(List.of("work"), claim(NOW.plus(LEASE), 10).members());
    }

    @Test
    void shouldTakeNoMoreThanTheLimit() {
        for (int i = 0; i < 5; i++) {
            add("work" + i, NOW.minusSeconds(5 - i));
        }

        assertEquals(List.of("work0", "work1", "work2"), claim(NOW, 3).members());
        assertEquals(List.of("work3", "work4"), claim(NOW, 3).members());
    }

    @Test
    void shouldSayThatAnEmptySetWantsNothing() {
        DueSet.Claimed claimed = claim(NOW, 10);

        assertEquals(List.of(), claimed.members());
        assertNull(claimed.next());
    }

    private DueSet.Claimed claim(Instant now, int limit) {
        return set.claim(rig.redis(), SHARD, now, LEASE, limit).await().indefinitely();
    }

    private void add(String member, Instant due) {
        rig.redis()
                .command(Command.ZADD, set.key(SHARD), due.toEpochMilli(), member)
                .await()
                .indefinitely();
    }
}
