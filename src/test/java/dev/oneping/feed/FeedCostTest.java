package dev.oneping.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.events.EventLog;
import dev.oneping.events.LoggedEvent;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.Reply;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.testing.RedisRig;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that a read costs Redis, by its own count, on a Redis that nobody else uses. */
class FeedCostTest {

    private static final TenantId OURS = new TenantId("ours");
    private static final TenantId FOREIGN = new TenantId("foreign");
    private static final Predicate<LoggedEvent> WANTED =
            event -> event.user().tenant().equals(OURS);

    private static final int FOREIGN_EVENTS = 6_000;
    private static final int FOREIGN_USERS = 1_000;
    private static final int LIMIT = 50;

    /** The groups of shards that a read consists of, if every log fits into one slice. */
    private static final int GROUPS = 4;

    /** The calls that read the log or check its bounds; those that this test makes itself are others. */
    private static final Pattern READ = Pattern.compile("cmdstat_(?:xread|xrange|xlen|xrevrange):calls=(\\d+)");

    private EmbeddedRedis server;
    private RedisRig rig;
    private EventLog log;
    private FeedReader reader;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = EmbeddedRedis.start(folder, RedisBinary.PATH_OR_BUNDLED);
        rig = new RedisRig(server.uri());
        log = new EventLog(rig.redis(), rig.shards(), RedisRig.events(), RedisRig.json(), Clock.systemUTC());
        reader = new FeedReader(log, rig.shards(), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        rig.close();
        server.close();
    }

    @Test
    void shouldFindRareEventsAmongThousandsByAFewCommands() {
        happens(FOREIGN, "user", FOREIGN_USERS, FOREIGN_EVENTS);
        happens(OURS, "ann", 1, 3);

        FeedPage page = read(Cursor.START);

        assertEquals(3, page.events().size());
        assertCost(4 * GROUPS);
    }

    @Test
    void shouldFindThatThereIsNothingByAFewCommands() {
        happens(FOREIGN, "user", FOREIGN_USERS, FOREIGN_EVENTS);

        FeedPage page = read(Cursor.START);

        assertEquals(List.of(), page.events());
        assertCost(4 * GROUPS);
    }

    @Test
    void shouldReadAfterARecentCursorByOneCommandForEachGroupOfShards() {
        happens(FOREIGN, "user", FOREIGN_USERS, FOREIGN_EVENTS);
        Cursor recent = read(Cursor.START).next();
        happens(FOREIGN, "user", FOREIGN_USERS, 100);
        happens(OURS, "ann", 1, 1);
        resetCost();

        FeedPage page = read(recent);

        assertEquals(1, page.events().size());
        assertCost(GROUPS);
    }

    @Test
    void shouldNotReadAShardAgainWhileAnotherIsBehind() {
        happens(FOREIGN, "user", FOREIGN_USERS, FOREIGN_EVENTS);
        happens(FOREIGN, "busy", 1, FOREIGN_EVENTS);
        happens(OURS, "ann", 1, 1);

        FeedPage page = read(Cursor.START);

        assertEquals(1, page.events().size());
        assertCost(4 * GROUPS + 2 * FOREIGN_EVENTS / 200);
    }

    private FeedPage read(Cursor after) {
        return reader.read(after, LIMIT, WANTED).await().indefinitely();
    }

    private void assertCost(int atMost) {
        long cost = READ.matcher(stats().text())
                .results()
                .mapToLong(call -> Long.parseLong(call.group(1)))
                .sum();
        assertTrue(0 < cost && cost <= atMost, () -> cost + " commands, not at most " + atMost);
    }

    private Reply stats() {
        return rig.redis().command(Command.INFO, "commandstats").await().indefinitely();
    }

    private void resetCost() {
        rig.redis().command(Command.CONFIG, "RESETSTAT").await().indefinitely();
    }

    private void happens(TenantId tenant, String name, int users, int events) {
        List<Uni<Reply>> some = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            UserRef user = new UserRef(tenant, new UserId(name + i % users));
            Object[] entry = {
                log.key(rig.shards().of(user)), "*", "type", "presence.user", "user", user, "version", i, "data", "{}",
            };
            some.add(rig.redis().command(Command.XADD, entry));
            if (some.size() == 500 || i + 1 == events) {
                Uni.join().all(some).andFailFast().await().indefinitely();
                some.clear();
            }
        }
    }
}
