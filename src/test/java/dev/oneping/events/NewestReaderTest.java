package dev.oneping.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.Shard;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.testing.RedisRig;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class NewestReaderTest {

    private static final Instant AT = Instant.parse("2026-11-23T20:15:00Z");

    /** Of the test's own, because the test chooses the positions. */
    @TempDir
    private Path folder;

    private EmbeddedRedis server;
    private RedisRig rig;
    private TenantId tenant;
    private EventLog log;
    private NewestReader reader;
    private final List<String> written = new ArrayList<>();
    private final Predicate<LoggedEvent> ours = event -> event.user().tenant().equals(tenant);

    @BeforeEach
    void start() {
        server = EmbeddedRedis.start(folder, RedisBinary.PATH_OR_BUNDLED);
        rig = new RedisRig(server.uri());
        tenant = rig.someone().tenant();
        log = new EventLog(rig.redis(), rig.shards(), RedisRig.events(), RedisRig.json(), Clock.systemUTC());
        reader = new NewestReader(log, new ReadGate());
    }

    @AfterEach
    void close() {
        rig.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 250})
    void shouldReturnEveryEventOnceTheNewestFirstForAnyPageSize(int limit) {
        for (int i = 0; i < 300; i++) {
            happens("user" + i % 23, AT.toEpochMilli() + i / 5, i % 5 + 1);
        }

        List<String> read = all(limit, Instant.EPOCH, ours);

        Collections.sort(written);
        Collections.reverse(written);
        assertEquals(written, read);
    }

    @Test
    void shouldReturnNothingTwiceWhileEventsAreAppended() {
        for (int i = 0; i < 50; i++) {
            happens("user" + i, AT.toEpochMilli() + i, 1);
        }
        NewestReader.Page first = page(null, 20, Instant.EPOCH, ours);
        happens("user1", AT.toEpochMilli() + 1_000, 1);

        NewestReader.Page second = page(first.next().orElseThrow(), 50, Instant.EPOCH, ours);

        assertEquals(30, second.events().size());
        assertTrue(second.next().isEmpty());
    }

    @Test
    void shouldEndAtTheEarliestTimeInclusively() {
        happens("ann", AT.toEpochMilli() - 1, 1);
        happens("ann", AT.toEpochMilli(), 1);
        happens("bob", AT.toEpochMilli() + 1, 1);

        assertEquals(2, all(10, AT, ours).size());
    }

    @Test
    void shouldScanABoundedPartForOnePageAndFindTheRareEventByFurtherOnes() {
        happens("rare", AT.toEpochMilli(), 1);
        for (int i = 0; i < 12_000; i++) {
            happens("user", AT.toEpochMilli() + 1 + i, 1);
        }
        Predicate<LoggedEvent> rare = event -> event.user().user().value().equals("rare");

        NewestReader.Page first = page(null, 10, Instant.EPOCH, rare);

        assertEquals(List.of(), first.events());
        assertTrue(first.next().isPresent());
        assertTrue(first.scanned() < 6_000, () -> "scanned " + first.scanned());
        assertEquals(1, all(10, Instant.EPOCH, rare).size());
    }

    private List<String> all(int limit, Instant since, Predicate<LoggedEvent> wanted) {
        List<String> read = new ArrayList<>();
        EventId before = null;
        do {
            NewestReader.Page page = page(before, limit, since, wanted);
            page.events().forEach(event -> read.add(event.id().value()));
            before = page.next().orElse(null);
        } while (before != null);
        return read;
    }

    private NewestReader.Page page(EventId before, int limit, Instant since, Predicate<LoggedEvent> wanted) {
        return reader.read(tenant, rig.shards().all(), before, since, limit, wanted)
                .await()
                .indefinitely();
    }

    private void happens(String name, long millis, long sequence) {
        UserRef user = new UserRef(tenant, new UserId(name));
        Shard shard = rig.shards().of(user);
        String position = millis + "-" + sequence;
        rig.redis()
                .command(
                        Command.XADD,
                        log.key(shard),
                        position,
                        "type",
                        "notification.acted",
                        "user",
                        user,
                        "version",
                        1,
                        "data",
                        "{}")
                .await()
                .indefinitely();
        written.add(EventId.of(shard, millis, sequence).value());
    }
}
