package dev.oneping.redis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.NodeId;
import dev.oneping.redis.Shard;
import dev.oneping.testing.RedisRig;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The branches of {@code redis/claim.lua} and {@code redis/firsts.lua}. */
class DelayQueueTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Shard SHARD = new Shard(3);

    private static final NodeId ONE = NodeId.create(NOW);
    private static final NodeId OTHER = NodeId.create(NOW);

    private final RedisRig rig = new RedisRig();
    private final DelayQueue set = new DelayQueue("due-set-test");

    @BeforeEach
    @AfterEach
    void clear() {
        rig.redis()
                .command(Command.DEL, set.key(SHARD), SHARD.key("owner", set.name()))
                .await()
                .indefinitely();
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

        DelayQueue.Claim.Taken claimed = claim(NOW, 10);

        assertEquals(List.of("early", "now"), claimed.members());
        assertEquals(NOW.plusSeconds(3), claimed.next());
    }

    @Test
    void shouldClaimAgainAfterLeaseWhenMemberWasNotRemoved() {
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
    void shouldReportNoDueTimeForEmptyQueue() {
        DelayQueue.Claim.Taken claimed = claim(NOW, 10);

        assertEquals(List.of(), claimed.members());
        assertNull(claimed.next());
    }

    @Test
    void shouldLeaveAShardToTheNodeThatHasItsLease() {
        add("work", NOW);
        long fence = claim(NOW.minusSeconds(1), 10).fence();

        DelayQueue.Claim.Foreign foreign = assertInstanceOf(DelayQueue.Claim.Foreign.class, claim(OTHER, NOW, 10));
        assertEquals(fence, foreign.fence());
        assertTrue(foreign.left().compareTo(DelayQueue.OWNERSHIP) <= 0);

        set.release(rig.redis(), OTHER, SHARD).await().indefinitely();
        assertInstanceOf(DelayQueue.Claim.Foreign.class, claim(OTHER, NOW, 10), "not its own to give");
        set.release(rig.redis(), ONE, SHARD).await().indefinitely();
        DelayQueue.Claim.Taken taken = assertInstanceOf(DelayQueue.Claim.Taken.class, claim(OTHER, NOW, 10));
        assertEquals(List.of("work"), taken.members());
        assertTrue(taken.fence() > fence);
        assertInstanceOf(DelayQueue.Claim.Foreign.class, claim(ONE, NOW, 10), "the one before has lost it");
    }

    @Test
    void shouldReadFirstDueTimesOfManyShardsWithoutClaiming() {
        Shard empty = new Shard(4);
        add("later", NOW.plusSeconds(1));
        add("work", NOW);

        for (int look = 0; look < 2; look++) {
            assertEquals(
                    Map.of(SHARD, NOW),
                    set.firsts(rig.redis(), List.of(empty, SHARD)).await().indefinitely());
        }
        assertEquals(Map.of(), set.firsts(rig.redis(), List.of()).await().indefinitely());
    }

    private DelayQueue.Claim.Taken claim(Instant now, int limit) {
        return assertInstanceOf(DelayQueue.Claim.Taken.class, claim(ONE, now, limit));
    }

    private DelayQueue.Claim claim(NodeId node, Instant now, int limit) {
        return set.claim(rig.redis(), node, SHARD, now, LEASE, limit).await().indefinitely();
    }

    private void add(String member, Instant due) {
        rig.redis()
                .command(Command.ZADD, set.key(SHARD), due.toEpochMilli(), member)
                .await()
                .indefinitely();
    }
}
