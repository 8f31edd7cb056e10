package dev.oneping.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.events.EventConfig;
import dev.oneping.events.EventLog;
import dev.oneping.events.EventTail;
import dev.oneping.events.LoggedEvent;
import dev.oneping.events.WaiterQueue;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.Shard;
import dev.oneping.redis.StreamTail;
import dev.oneping.redis.server.RedisConfig;
import dev.oneping.testing.RedisRig;
import dev.oneping.testing.RedisServer;
import io.vertx.redis.client.Command;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class FeedReaderTest {

    private final RedisRig rig = new RedisRig();
    private final TenantId tenant = rig.someone().tenant();
    private final EventLog log =
            new EventLog(rig.redis(), rig.shards(), RedisRig.events(), RedisRig.json(), Clock.systemUTC());
    private final FeedReader reader = new FeedReader(log, rig.shards(), java.time.Clock.systemUTC());
    private final Predicate<LoggedEvent> ours = event -> event.user().tenant().equals(tenant);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldReturnEveryEventOnceAndInOrderPerUserForAnyPageSize() {
        for (int i = 0; i < 500; i++) {
            happens("user" + i % 37, i);
        }

        List<Integer> read = new ArrayList<>();
        Map<UserId, Long> versions = new HashMap<>();
        Cursor cursor = Cursor.START;
        boolean more = true;
        while (more) {
            FeedPage page = reader.read(cursor, 7, ours).await().indefinitely();
            for (LoggedEvent event : page.events()) {
                read.add(Integer.parseInt(event.data()));
                Long before = versions.put(event.user().user(), event.version());
                assertTrue(before == null || before < event.version(), event::toString);
            }
            cursor = Cursor.decode(page.next().encode()).orElseThrow();
            more = page.hasMore();
        }

        assertEquals(
                IntStream.range(0, 500).boxed().toList(), read.stream().sorted().toList());
    }

    @Test
    void shouldSkipEventsOfOtherTenants() {
        happens("ann", 1);
        Predicate<LoggedEvent> nobody = event -> false;

        FeedPage page = reader.read(Cursor.START, 100, nobody).await().indefinitely();

        assertEquals(List.of(), page.events());
        assertTrue(page.next().positions().size() > 0);
    }

    @Test
    void shouldReportThatALogTrimmedToItsLengthHasLostEvents() {
        EventConfig small = RedisRig.config(EventConfig.class, Map.of("oneping.events.keep", "1000"));
        EventLog trimmed = new EventLog(rig.redis(), rig.shards(), small, RedisRig.json(), Clock.systemUTC());
        FeedReader behind = new FeedReader(trimmed, rig.shards(), Clock.systemUTC());
        happens("ann", 0);
        Cursor cursor = end();
        for (int i = 1; i <= 1_200; i++) {
            happens("ann", i);
        }

        FeedPage before = behind.read(cursor, 10, ours).await().indefinitely();
        String log = trimmed.key(rig.shards().of(new UserRef(tenant, new UserId("ann"))));
        rig.redis().command(Command.XTRIM, log, "MAXLEN", 1000).await().indefinitely();
        FeedPage after = behind.read(cursor, 10, ours).await().indefinitely();

        assertFalse(before.isBroken());
        assertTrue(after.isBroken());
        assertFalse(reader.read(cursor, 10, ours).await().indefinitely().isBroken(), "it is not full");
    }

    @Test
    void shouldNotMissAnEventThatComesBetweenReadingAndWaiting() {
        StreamTail tail = new StreamTail(
                rig.vertx(),
                RedisServer.options(RedisServer.shared().uri()),
                rig.redis(),
                RedisRig.config(RedisConfig.class));
        FeedWaiters waiters = new FeedWaiters(new EventTail(log, rig.shards(), tail));
        waiters.ready().await().indefinitely();
        Cursor cursor = end();
        for (int i = 0; i < 2_000; i++) {
            try (WaiterQueue<TenantId>.Waiter place = waiters.join(tenant)) {
                FeedPage before = reader.read(cursor, 10, ours).await().indefinitely();
                assertEquals(List.of(), before.events());
                cursor = before.next();
                happens("ann", i);

                place.await(Duration.ofMinutes(1)).await().atMost(Duration.ofSeconds(30));

                FeedPage after = reader.read(cursor, 10, ours).await().indefinitely();
                assertEquals(Integer.toString(i), after.events().getFirst().data());
                cursor = after.next();
            }
        }
        assertEquals(0, waiters.count());
        assertFalse(reader.read(cursor, 10, ours).await().indefinitely().hasMore());
    }

    /** Where the logs of all tests end for the moment. */
    private Cursor end() {
        FeedPage page = reader.read(Cursor.START, 250, ours).await().indefinitely();
        while (page.hasMore()) {
            page = reader.read(page.next(), 250, ours).await().indefinitely();
        }
        return page.next();
    }

    private void happens(String name, int number) {
        UserRef user = new UserRef(tenant, new UserId(name));
        Shard shard = rig.shards().of(user);
        rig.redis()
                .command(
                        Command.XADD,
                        log.key(shard),
                        "*",
                        "type",
                        "notification.acted",
                        "user",
                        user,
                        "version",
                        number,
                        "data",
                        number)
                .await()
                .indefinitely();
    }
}
