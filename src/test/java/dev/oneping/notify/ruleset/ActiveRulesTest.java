package dev.oneping.notify.ruleset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.events.EventLog;
import dev.oneping.model.DeviceId;
import dev.oneping.model.GroupRole;
import dev.oneping.model.Priority;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.http.EntityTagList;
import dev.oneping.rules.Decided;
import dev.oneping.rules.Decision;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.fact.NotificationFacts;
import dev.oneping.rules.fact.Progress;
import dev.oneping.rules.fact.UserFacts;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActiveRulesTest {

    private static final TenantId TENANT = new TenantId("somebody");
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    @TempDir
    Path folder;

    private RedisRig rig;

    @BeforeEach
    void open() {
        rig = new RedisRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldReloadAFileThatIsSwappedBehindSymbolicLinksAsAConfigMapIs() throws Exception {
        // Given
        Path file = mounted("..2026_1", rules("one", 1));
        ActiveRules active = active(file);

        // When
        mounted("..2026_2", rules("two", 2));
        active.reload();

        // Then
        assertTrue(
                active.current(TENANT).version().startsWith("two@"),
                active.current(TENANT).version());
    }

    @Test
    void shouldKeepTheOldSetWhenTheNewFileIsInvalid() throws Exception {
        // Given
        Path file = folder.resolve("rules.yaml");
        Files.writeString(file, rules("one", 1));
        ActiveRules active = active(file);

        // When
        Files.writeString(file, "language: 1\nname: broken\n");
        active.reload();
        Files.delete(file);
        active.reload();

        // Then
        assertTrue(active.current(TENANT).version().startsWith("one@"));
    }

    /** All scores of a version are equal, so a decision that mixed two versions would show it. */
    @Test
    void shouldMixNoTwoVersionsInADecisionWhileTheFileIsReloaded() throws Exception {
        // Given
        Path file = folder.resolve("rules.yaml");
        Files.writeString(file, rules("v1", 1));
        ActiveRules active = active(file);
        AtomicBoolean stop = new AtomicBoolean();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> deciding = IntStream.range(0, 3)
                    .mapToObj(i -> threads.submit(() -> decide(active, stop, seen)))
                    .toList();

            // When
            for (int version = 2; version <= 40; version++) {
                Files.writeString(file, rules("v" + version, version));
                active.reload();
                String now = active.common().version();
                while (!seen.contains(now)) {
                    Thread.onSpinWait();
                }
            }
            stop.set(true);

            // Then
            int mixed = 0;
            for (Future<Integer> each : deciding) {
                mixed += each.get();
            }
            assertEquals(0, mixed);
            assertTrue(seen.size() >= 39, seen.toString());
        }
    }

    @Test
    void shouldTakeATenantsOwnRulesFromAnotherNodeAndGoBack() {
        // Given
        RuleSetStore ruleSets = new RuleSetStore(rig.redis(), RedisRig.config(RulesConfig.class), RedisRig.json());
        ActiveRules here = new ActiveRules(ruleSets, new SimpleMeterRegistry(), Optional.empty());
        TenantId tenant = rig.someone().tenant();
        ruleSets.publish(tenant, new RuleSetVersion(1, "own@1", rules("own", 5), NOW, 0))
                .await()
                .indefinitely();

        // When, Then
        here.refresh();
        assertTrue(here.current(tenant).version().startsWith("own@"));
        assertTrue(here.current(TENANT).version().startsWith("default@"));
        ruleSets.retire(tenant).await().indefinitely();
        here.refresh();
        assertTrue(here.current(tenant).version().startsWith("default@"));
    }

    @Test
    void shouldKnowATenantsOwnRulesFromItsFirstMoment() {
        // Given
        RuleSetStore ruleSets = new RuleSetStore(rig.redis(), RedisRig.config(RulesConfig.class), RedisRig.json());
        TenantId tenant = rig.someone().tenant();
        ruleSets.publish(tenant, new RuleSetVersion(1, "own@1", rules("own", 5), NOW, 0))
                .await()
                .indefinitely();
        ActiveRules fresh = new ActiveRules(ruleSets, new SimpleMeterRegistry(), Optional.empty());

        // When
        fresh.begin();

        // Then
        assertTrue(fresh.current(tenant).version().startsWith("own@"));
    }

    @Test
    void shouldRefuseToReplaceAVersionThatThisNodeHasNotSeen() {
        // Given
        RuleSetStore ruleSets = new RuleSetStore(rig.redis(), RedisRig.config(RulesConfig.class), RedisRig.json());
        ActiveRules here = new ActiveRules(ruleSets, new SimpleMeterRegistry(), Optional.empty());
        ActiveRules there = new ActiveRules(ruleSets, new SimpleMeterRegistry(), Optional.empty());
        TenantId tenant = rig.someone().tenant();
        EntityTagList seen = EntityTagList.ofIfMatch('"' + here.current(tenant).version() + '"');
        publishing(ruleSets, there).publish(tenant, rules("there", 5), null, 0);

        // When
        Problem refused = assertThrows(
                Problem.class, () -> publishing(ruleSets, here).publish(tenant, rules("here", 6), seen, 0));

        // Then
        assertEquals(ProblemType.PRECONDITION_FAILED, refused.type());
        assertTrue(here.current(tenant).version().startsWith("there@"));
    }

    /** A refresh that started before a publication on the same node must not revert it. */
    @Test
    void shouldKeepAVersionPublishedHereDuringARefresh() throws Exception {
        // Given
        RuleSetStore ruleSets = new RuleSetStore(rig.redis(), RedisRig.config(RulesConfig.class), RedisRig.json());
        ActiveRules here = new ActiveRules(ruleSets, new SimpleMeterRegistry(), Optional.empty());
        RuleSetPublisher publisher = publishing(ruleSets, here);
        AtomicBoolean stop = new AtomicBoolean();
        Thread asking = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                here.refresh();
            }
        });

        // When, Then
        try {
            for (int round = 0; round < 300; round++) {
                TenantId tenant = rig.someone().tenant();
                String version = publisher
                        .publish(tenant, rules("own" + round, 5), null, 0)
                        .version();
                for (int look = 0; look < 20; look++) {
                    assertEquals(version, here.current(tenant).version(), "round " + round);
                }
                ruleSets.retire(tenant).await().indefinitely();
                here.retire(tenant);
            }
        } finally {
            stop.set(true);
            asking.join();
        }
    }

    private int decide(ActiveRules active, AtomicBoolean stop, Set<String> seen) {
        int mixed = 0;
        Facts facts = facts();
        while (!stop.get()) {
            Decided decided = active.current(TENANT).decide(facts);
            String version = decided.explanation().rules();
            double number = Double.parseDouble(version.substring(1, version.indexOf('@')));
            double score = decided.explanation().candidates().getFirst().score();
            long window =
                    ((Decision.Deliver) decided.decision()).window().length().toSeconds();
            mixed += score == 2 * number && window == (long) number ? 0 : 1;
            seen.add(version);
        }
        return mixed;
    }

    private Path mounted(String version, String text) throws Exception {
        Path data = Files.createDirectory(folder.resolve(version));
        Files.writeString(data.resolve("rules.yaml"), text);
        Path fresh = Files.createSymbolicLink(folder.resolve("..data_tmp"), data.getFileName());
        Files.move(
                fresh, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path file = folder.resolve("rules.yaml");
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? file
                : Files.createSymbolicLink(file, Path.of("..data", "rules.yaml"));
    }

    private ActiveRules active(Path file) {
        RuleSetStore ruleSets = new RuleSetStore(rig.redis(), RedisRig.config(RulesConfig.class), RedisRig.json());
        return new ActiveRules(ruleSets, new SimpleMeterRegistry(), Optional.of(file.toString()));
    }

    private static String rules(String name, int number) {
        return """
                language: 1
                name: %s
                scores:
                  - {rule: a, score: %d}
                  - {rule: b, when: device.attention == active, score: %d}
                policies:
                  default:
                    ack_window: {low: %ds, normal: %ds, high: %ds, critical: %ds}
                    ring: []
                otherwise: hold
                """.formatted(name, number, number, number, number, number, number);
    }

    private static Facts facts() {
        NotificationFacts notification = new NotificationFacts(
                "ntf_1",
                "chat",
                Priority.NORMAL,
                NOW,
                NOW.plusSeconds(3600),
                "default",
                GroupRole.ONE_PERSON,
                Progress.NONE);
        DeviceFacts laptop =
                new DeviceFacts(new DeviceId("laptop"), "web", true, AttentionState.ACTIVE, 1, NOW, NOW, null, null, 0);
        return new Facts(NOW, notification, new UserFacts(null, null, Set.of()), List.of(laptop));
    }

    private RuleSetPublisher publishing(RuleSetStore ruleSets, ActiveRules active) {
        Clock clock = Clock.systemUTC();
        EventLog log = new EventLog(rig.redis(), rig.shards(), RedisRig.events(), RedisRig.json(), clock);
        return new RuleSetPublisher(
                new RuleParser(() -> () -> false, ActiveRules::parse),
                ruleSets,
                active,
                log,
                rig.shards(),
                clock,
                new SimpleMeterRegistry());
    }
}
