package dev.oneping.notify.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.store.DeliveryConfig;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.events.EventLog;
import dev.oneping.events.LoggedEvent;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.redis.server.RedisConfig;
import dev.oneping.testing.RedisRig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs a thousand notifications on a real Redis, with several nodes in this process that are killed and suspended at
 * any point, with reordered and lost frames, and duplicate and late answers. Invariants: at most one device shows a
 * notification, each ends exactly once, nothing is shown after the user's answer, nothing is lost. {@code
 * -Doneping.worlds=N} sets the number of worlds with forty or more notifications each; {@code -Doneping.seed=N} sets
 * the first seed, although thread interleavings are not reproduced.
 */
@Tag("slow")
class LivesModelTest {

    private static final int WORLDS = Integer.getInteger("oneping.worlds", 24);
    private static final int STEPS = 40;
    private static final int LOOK = 5;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RedisConfig PATIENT =
            RedisRig.config(RedisConfig.class, Map.of("oneping.redis.timeout", "60s"));

    private final Map<String, Integer> ends = new TreeMap<>();
    private int lives;
    private int attempts;

    @Test
    void shouldKeepItsPromisesWhateverHappens(@TempDir Path folder) throws Exception {
        long seed = Long.getLong("oneping.seed", System.nanoTime());
        try (EmbeddedRedis redis = EmbeddedRedis.start(folder, RedisBinary.PATH_OR_BUNDLED);
                RedisRig rig = new RedisRig(redis.uri(), PATIENT)) {
            for (int i = 0; i < WORLDS; i++) {
                live(rig, seed + i, i % 4 == 0);
            }
        }
        System.out.printf("%d lives, %d attempts, %s, first seed %d%n", lives, attempts, ends, seed);
        assertTrue(lives > WORLDS * 20, "too few lives to tell anything: " + lives);
        assertTrue(ends.size() >= 6, "every kind of end must be met: " + ends);
    }

    private void live(RedisRig rig, long seed, boolean gentle) throws Exception {
        rig.redis().command(Command.FLUSHALL).await().indefinitely();
        ModelWorld world = new ModelWorld(rig, new Random(seed), gentle);
        try {
            for (int i = 0; i < STEPS; i++) {
                world.step();
                if (i % LOOK == 0) {
                    assertOneOpenPerKey(rig, world);
                }
            }
            world.comeToAnEnd();
            if (!gentle) {
                world.reconcile();
            }
            assertOver(rig, world);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    (gentle ? "gentle world" : "world") + " of seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private void assertOneOpenPerKey(RedisRig rig, ModelWorld world) {
        NotificationStore store = store(rig);
        Uni.join()
                .all(world.people().stream()
                        .map(person -> store.open(person).chain(ids -> open(store, person, ids)))
                        .toList())
                .andFailFast()
                .await()
                .indefinitely()
                .forEach(open -> open.stream()
                        .filter(found -> found.notification().collapseKey() != null)
                        .collect(Collectors.groupingBy(
                                found -> String.valueOf(found.notification().collapseKey())))
                        .forEach((key, same) -> assertEquals(1, same.size(), () -> key + " is shared by " + same)));
    }

    private static Uni<List<NotificationStore.Found>> open(
            NotificationStore store, UserRef person, List<NotificationId> ids) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndMerge(id -> store.find(person.tenant(), id))
                .flatMap(found -> Multi.createFrom().items(found.stream()))
                .filter(found -> found.tracked().state() instanceof State.Open)
                .collect()
                .asList();
    }

    private void assertOver(RedisRig rig, ModelWorld world) {
        for (UserRef person : world.people()) {
            Map<String, LifeRecord> records = records(rig, person);
            records.values().forEach(record -> {
                record.assertOver();
                ends.merge(String.valueOf(record.end()), 1, Integer::sum);
                attempts += record.attempts();
            });
            lives += records.size();
            assertEquals(List.of(), store(rig).open(person).await().indefinitely(), "nothing may be left open");
            assertEquals(
                    List.of(),
                    rig.redis()
                            .command(
                                    Command.ZRANGE,
                                    NotificationStore.TIMERS.key(rig.shards().of(person)),
                                    0,
                                    -1)
                            .await()
                            .indefinitely()
                            .texts(),
                    "no timer may be left");
        }
        world.devices()
                .forEach(device ->
                        assertTrue(device.shown().isEmpty(), () -> device.id + " still shows " + stories(rig, device)));
    }

    /** Returns the histories of all notifications that a device shows. */
    private String stories(RedisRig rig, ModelDevice device) {
        return device.shown().stream()
                .map(id -> id + ": "
                        + store(rig).trace(device.user.tenant(), id).await().indefinitely().stream()
                                .map(line -> line.at() + " " + line.cause() + " " + line.events() + " " + line.device()
                                        + " " + line.note())
                                .collect(Collectors.joining("\n  ", "\n  ", "")))
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, LifeRecord> records(RedisRig rig, UserRef person) {
        Map<String, LifeRecord> records = new LinkedHashMap<>();
        for (EventLog.Positioned entry :
                log(rig).read(rig.shards().of(person), "0-0", 1_000_000).await().indefinitely()) {
            LoggedEvent event = entry.event();
            if (event.user().equals(person) && event.type().startsWith("notification.")) {
                JsonNode data = read(event.data());
                String id = data.get("notification").asText();
                records.computeIfAbsent(id, LifeRecord::new).add(event.type(), data);
            }
        }
        return records;
    }

    private static JsonNode read(String data) {
        try {
            return JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EventLog log(RedisRig rig) {
        return new EventLog(rig.redis(), rig.shards(), RedisRig.events(), RedisRig.json(), Clock.systemUTC());
    }

    private static NotificationStore store(RedisRig rig) {
        return new NotificationStore(
                rig.redis(), rig.shards(), log(rig), RedisRig.config(DeliveryConfig.class), RedisRig.json());
    }
}
