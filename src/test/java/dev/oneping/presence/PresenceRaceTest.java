package dev.oneping.presence;

import static dev.oneping.presence.store.PresenceRig.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.presence.person.EventStory;
import dev.oneping.presence.person.Person;
import dev.oneping.presence.person.PresenceCalculator;
import dev.oneping.presence.report.RandomReports;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.session.OpenResult;
import dev.oneping.presence.store.PersonHash;
import dev.oneping.presence.store.PresenceRig;
import dev.oneping.presence.store.PresenceRig.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 64 threads report at random for one user through four nodes. */
@Tag("slow")
class PresenceRaceTest {

    private static final int THREADS = 64;
    private static final int REPORTS = 60;

    private final PresenceRig rig = new PresenceRig();
    private final List<Node> nodes = List.of(rig.node(), rig.node(), rig.node(), rig.node());

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldStoreTheSummaryOfAllDevicesAndPublishEachTransitionOnce() throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("seed " + seed);
        List<List<Long>> versions = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Long>>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                running.add(threads.submit(() -> reportAtRandom(number, new Random(seed + number))));
            }
            for (Future<List<Long>> one : running) {
                versions.add(one.get());
            }
        }

        Person stored = rig.stored(rig.ann);
        assertEquals(THREADS, stored.leases().size());
        PresenceCalculator fold = new PresenceCalculator(PresenceRig.CONFIG, (node, tenant) -> null);
        Presence presence = fold.presence(stored, rig.now());
        assertEquals(PresenceSummary.of(presence, fold.zone(stored, rig.now())), stored.aggregate());
        EventStory.assertTells(rig.events(rig.ann), stored.published());
        versions.forEach(PresenceRaceTest::assertRises);
        double conflicts = nodes.stream().mapToDouble(node -> node.conflicts()).sum();
        System.out.printf("%.0f conflicts in %d reports%n", conflicts, THREADS * REPORTS);
        assertTrue(conflicts > 0, "nothing was raced");
    }

    /** One thread is one tab, eight of which share a device; it sees the versions that its own reads find. */
    private List<Long> reportAtRandom(int thread, Random random) {
        Node node = nodes.get(thread % nodes.size());
        SessionId session = SessionId.create(rig.now());
        DeviceId device = new DeviceId("device" + thread / 8);
        assertInstanceOf(
                OpenResult.Opened.class, await(node.sessions.open(rig.ann, device, "web", session, Report.EMPTY)));
        List<Long> versions = new ArrayList<>();
        for (int i = 1; i <= REPORTS; i++) {
            assertTrue(await(node.sessions.report(rig.ann, session, RandomReports.report(random, i))));
            if (random.nextInt(20) == 0) {
                rig.pass(Duration.ofMillis(1));
            }
            versions.add(Long.parseLong(rig.hash(rig.ann).get(PersonHash.VERSION)));
        }
        return versions;
    }

    private static void assertRises(List<Long> versions) {
        for (int i = 1; i < versions.size(); i++) {
            assertTrue(versions.get(i) > versions.get(i - 1), "a report leads to a higher version");
        }
    }
}
