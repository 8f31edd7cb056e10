package dev.oneping.notify.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.change.CommitResult;
import dev.oneping.delivery.store.DeliveryConfig;
import dev.oneping.model.Content;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.TopicId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.notify.fanout.FanOutState.Tally;
import dev.oneping.notify.fanout.FanOutStore.Found;
import dev.oneping.redis.Shard;
import dev.oneping.testing.RedisRig;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The branches of each script of {@link FanOutStore}, and the properties of a part's id. */
class FanOutStoreTest {

    private static final RedisRig RIG = new RedisRig();
    private static final Instant NOW = Instant.parse("2126-11-24T04:00:00Z");

    private final FanOutStore store =
            new FanOutStore(RIG.redis(), RIG.shards(), RedisRig.config(DeliveryConfig.class), RedisRig.json());
    private final UserRef standIn = RIG.someone();
    private final Shard shard = RIG.shards().of(standIn);
    private final FanOut fanOut = new FanOut(
            new Notification(
                    NotificationId.create(NOW, shard.number()),
                    standIn,
                    new Content("News", null, null),
                    "default",
                    Priority.NORMAL,
                    "default",
                    null,
                    NOW,
                    NOW.plusSeconds(600)),
            new Audience.Subscribers(new TopicId("news")));
    private final FanOutState first = new FanOutState.Spreading(null, null, Tally.NOBODY);

    @AfterAll
    static void close() {
        RIG.close();
    }

    @Test
    void shouldStoreANewFanOutOnce() {
        of(store.create(fanOut, first, NOW));
        of(store.create(fanOut, new FanOutState.Watching(null, Tally.NOBODY), NOW.plusSeconds(9)));

        Found kept = of(store.find(fanOut.tenant(), fanOut.id())).orElseThrow();
        assertEquals(first, kept.state());
        assertEquals(1, kept.version());
        assertEquals(fanOut.audience(), kept.fanOut().audience());
        assertEquals(
                fanOut.part(new UserId("ann"), 7).id(),
                kept.fanOut().part(new UserId("ann"), 7).id());
        assertEquals(NOW.toEpochMilli(), timer());
        assertTrue(
                of(store.find(RIG.someone().tenant(), fanOut.id())).isEmpty(), "another tenant's is as if not there");
    }

    @Test
    void shouldCommitAStateOnlyOnTheVersionThatWasRead() {
        of(store.create(fanOut, first, NOW));
        Found read = of(store.find(fanOut.tenant(), fanOut.id())).orElseThrow();
        FanOutState next = new FanOutState.Spreading(new UserId("ann"), null, new Tally(200, 3));

        assertEquals(
                new CommitResult.Committed<>(new Found(read.fanOut(), next, 2)),
                of(store.commit(read, next, NOW.plusSeconds(1))));
        assertEquals(new CommitResult.Conflict<>(null), of(store.commit(read, first, NOW.plusSeconds(5))));
        of(store.reschedule(read, NOW.plusSeconds(7)));
        assertEquals(NOW.plusSeconds(1).toEpochMilli(), timer());

        Found fresh = of(store.find(fanOut.tenant(), fanOut.id())).orElseThrow();
        of(store.reschedule(fresh, NOW.plusSeconds(7)));
        assertEquals(NOW.plusSeconds(7).toEpochMilli(), timer());
        of(store.commit(fresh, new FanOutState.Over(FanOutEnd.DONE, "all_over", null, Tally.NOBODY, NOW), null));
        assertEquals(-1, timer());
    }

    @Test
    void shouldRemoveTheTimerOfAnExpiredFanOut() {
        of(store.create(fanOut, first, NOW));
        Found read = of(store.find(fanOut.tenant(), fanOut.id())).orElseThrow();
        of(RIG.redis().command(Command.DEL, shard.key("fan", fanOut.tenant(), fanOut.id())));

        assertEquals(new CommitResult.Gone<>(), of(store.commit(read, first, NOW)));
        assertEquals(-1, timer());
    }

    @Test
    void shouldKeepANudgeThatCameWhileAnEarlierOneWasHandled() {
        String nudges = FanOutStore.NUDGES.key(shard);
        String member = FanOutStore.member(fanOut.tenant(), fanOut.id());

        of(RIG.redis().command(Command.ZADD, nudges, 0, member));
        of(store.rest(shard, member));
        assertEquals(0, of(RIG.redis().command(Command.ZSCORE, nudges, member)).number());

        of(RIG.redis().command(Command.ZADD, nudges, NOW.toEpochMilli(), member));
        of(store.rest(shard, member));
        assertTrue(of(RIG.redis().command(Command.ZSCORE, nudges, member)).isNil());
    }

    @Test
    void shouldDeriveAStableIdForEachUser() {
        NotificationId anns = fanOut.id().part("ann", 7);

        assertEquals(anns, fanOut.id().part("ann", 7));
        assertEquals(7, anns.shard());
        assertNotEquals(anns, fanOut.id().part("bob", 7));
        assertNotEquals(anns, NotificationId.create(NOW, 7).part("ann", 7));
        assertEquals(fanOut.id().value().substring(0, 14), anns.value().substring(0, 14), "the same time");
    }

    @Test
    void shouldReadEveryStateAsItWasWritten() {
        of(store.create(fanOut, first, NOW));
        List<UserId> asked = List.of(new UserId("ann"), new UserId("bob"));
        NotificationId part = fanOut.id().part("bob", 7);
        for (FanOutState stage : List.of(
                new FanOutState.Watching(null, new Tally(2, 0)),
                new FanOutState.Asking(new UserId("bob"), part, asked, NOW, 1),
                new FanOutState.Waiting(asked, 1),
                new FanOutState.Closing(FanOutEnd.DONE, "answered", new UserId("bob"), new Tally(2, 0)),
                new FanOutState.Over(FanOutEnd.EXHAUSTED, "nobody_answered", null, new Tally(2, 0), NOW))) {
            Found read = of(store.find(fanOut.tenant(), fanOut.id())).orElseThrow();
            of(store.commit(read, stage, NOW));
            assertEquals(
                    stage,
                    of(store.find(fanOut.tenant(), fanOut.id())).orElseThrow().state());
        }
    }

    /** Returns the due time in milliseconds; -1 if there is none. */
    private long timer() {
        var score = of(RIG.redis()
                .command(
                        Command.ZSCORE,
                        FanOutStore.TIMERS.key(shard),
                        FanOutStore.member(fanOut.tenant(), fanOut.id())));
        return score.isNil() ? -1 : (long) Double.parseDouble(score.text());
    }

    private static <T> T of(Uni<T> answer) {
        return answer.await().indefinitely();
    }
}
