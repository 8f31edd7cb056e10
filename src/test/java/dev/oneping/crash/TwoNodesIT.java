package dev.oneping.crash;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes on one Redis, each a process of its own. One is killed, or paused for longer than its leases: no user stays
 * online without a connection, no session has two owners, and each change is published once.
 */
class TwoNodesIT {

    private static final String OFFLINE = "presence.device.offline";
    private static final String ONLINE = "presence.device.online";
    private static final int STATE_LOST = 4005;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private NodePair nodes;
    private ServiceProcess first;
    private ServiceProcess second;
    private ServiceApi api;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        nodes = NodePair.start(folder);
        first = nodes.first();
        second = nodes.second();
        api = new ServiceApi(second.url());
    }

    @AfterEach
    void stop() throws Exception {
        nodes.close();
    }

    @Test
    void shouldTakeEveryDeviceOfAKilledNodeOfflineByItsLeaseAndTellOfEachOnce() throws Exception {
        List<String> people = people(1_000);
        try (DeviceFleet crowd = crowd(people)) {
            crowd.connect(first.url(), people);
            crowd.connect(second.url(), people.subList(0, 10));
            await().until(() -> api.events(ONLINE).size() == 1_000);

            Instant killed = Instant.now();
            first.kill();

            List<JsonNode> gone = awaitOffline(990);
            Duration last = Duration.between(killed, latest(gone));
            System.out.printf("1,000 sockets: last device offline %d ms after the kill%n", last.toMillis());
            assertEquals(Set.copyOf(people.subList(10, 1_000)), subjects(gone));
            gone.forEach(event ->
                    assertEquals("lease_expired", event.at("/data/reason").asText()));
            for (String user : people.subList(0, 10)) {
                assertEquals(1, api.sessions(user), "the other node holds it");
            }
            await().during(Duration.ofSeconds(3))
                    .until(() -> api.events(OFFLINE).size() == 990);
        }
    }

    @Test
    void shouldRestoreSessionsOfAPausedNodeUnlessTheirDevicesHaveMoved() throws Exception {
        List<String> people = people(200);
        List<String> stayed = people.subList(0, 100);
        List<String> moved = people.subList(100, 200);
        try (DeviceFleet crowd = crowd(people)) {
            crowd.connect(first.url(), people);
            api.put("/v1/presence/settings", "{\"watching\":\"all\"}");
            Watcher watcher = new Watcher(second, stayed.getFirst());
            assertEquals("snapshot, active", watcher.next());
            first.signal("STOP");
            awaitOffline(200);
            assertEquals("change, offline", watcher.next());
            crowd.connect(second.url(), moved);

            first.signal("CONT");

            await().atMost(PATIENCE).until(() -> crowd.ended(STATE_LOST) == 100);
            for (String user : stayed) {
                await().atMost(PATIENCE).until(() -> api.sessions(user) == 1);
            }
            for (String user : moved) {
                assertEquals(1, api.sessions(user), "the late end of the old one takes nothing away");
            }
            assertEquals("change, active", watcher.next());
            assertEquals(3, watcher.told());
            assertEquals(401, api.events(ONLINE).size(), "everybody came twice, and the watcher once");
            assertEquals(200, api.events(OFFLINE).size(), "and left once");
        }
    }

    private DeviceFleet crowd(List<String> people) throws Exception {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String user : people) {
            tokens.put(user, api.token(user, "laptop"));
        }
        return new DeviceFleet(tokens);
    }

    private List<JsonNode> awaitOffline(int count) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> api.events(OFFLINE), events -> events.size() >= count);
    }

    private static List<String> people(int count) {
        return IntStream.range(0, count).mapToObj(number -> "user" + number).toList();
    }

    private static Instant latest(List<JsonNode> events) {
        return events.stream()
                .map(event -> Instant.parse(event.path("time").asText()))
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private static Set<String> subjects(List<JsonNode> events) {
        Set<String> subjects = new HashSet<>();
        events.forEach(
                event -> assertTrue(subjects.add(event.path("subject").asText()), () -> "told of twice: " + event));
        return subjects;
    }
}
