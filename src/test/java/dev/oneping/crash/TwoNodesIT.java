package dev.oneping.crash;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import java.nio.file.Files;
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
 * Two nodes on one Redis, each a process of its own. One is killed, or stopped for longer than its leases last: nobody
 * stays online whom nobody holds, nobody is held twice, and each is told of once.
 */
class TwoNodesIT {

    private static final String OFFLINE = "presence.device.offline";
    private static final String ONLINE = "presence.device.online";
    private static final int REPLACED = 4002;
    private static final int STATE_LOST = 4005;
    private static final Duration LEASE = Duration.ofSeconds(12);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String[] SETTINGS = {
        "-Doneping.presence.heartbeat=3s",
        "-Doneping.presence.pong-limit=2s",
        "-Doneping.presence.lease=" + LEASE.toSeconds() + "s"
    };

    private EmbeddedRedis redis;
    private ServiceProcess first;
    private ServiceProcess second;
    private ServiceApi api;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        redis = EmbeddedRedis.start(Files.createDirectory(folder.resolve("redis")), RedisBinary.PATH_OR_BUNDLED);
        first = node(folder.resolve("first"));
        second = node(folder.resolve("second"));
        api = new ServiceApi(second.url());
    }

    @AfterEach
    void stop() throws Exception {
        first.kill();
        second.kill();
        redis.close();
    }

    @Test
    void shouldTakeEveryDeviceOfAKilledNodeOfflineWithinTheLeaseAndTellOfEachOnce() throws Exception {
        List<String> people = people(1_000);
        try (Crowd crowd = crowd(people);
                Lateness machine = new Lateness()) {
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
            Duration allowed = LEASE.plusSeconds(1).plus(machine.worst());
            assertTrue(last.compareTo(allowed) <= 0, () -> last + " is more than " + allowed);
            for (String user : people.subList(0, 10)) {
                assertEquals(1, sessions(user), "the other node holds it");
            }
            await().during(Duration.ofSeconds(3))
                    .until(() -> api.events(OFFLINE).size() == 990);
        }
    }

    @Test
    void shouldKnowNoGhostAndNoTwoOwnersWhenAStoppedNodeGoesOn() throws Exception {
        List<String> people = people(200);
        List<String> stayed = people.subList(0, 100);
        List<String> moved = people.subList(100, 200);
        try (Crowd crowd = crowd(people)) {
            crowd.connect(first.url(), people);
            first.signal("STOP");
            awaitOffline(200);
            crowd.connect(second.url(), moved);

            first.signal("CONT");

            await().atMost(PATIENCE).until(() -> crowd.ended(STATE_LOST) == 200);
            for (String user : stayed) {
                assertEquals(0, sessions(user), "nothing brings a session back");
            }
            for (String user : moved) {
                assertEquals(1, sessions(user), "the late end of the old one takes nothing away");
            }
            crowd.connect(first.url(), stayed);
            for (String user : people) {
                assertEquals(1, sessions(user));
            }
            assertEquals(400, api.events(ONLINE).size(), "everybody came twice");
            assertEquals(200, api.events(OFFLINE).size(), "and left once");
        }
    }

    @Test
    void shouldTellOfNoAbsenceInTwentyReconnectsButKnowWhereToRing() throws Exception {
        try (Crowd crowd = crowd(List.of("user0"))) {
            for (int i = 0; i < 20; i++) {
                crowd.connect((i % 2 == 0 ? first : second).url(), List.of("user0"));
                JsonNode rung = api.post("/v1/notify", "{\"to\":{\"user\":\"user0\"},\"title\":\"Still there?\"}");
                assertEquals("laptop", rung.at("/target/device").asText(), rung::toString);
                await().until(() -> crowd.hasSeen(rung.path("id").asText()));
                crowd.close("user0");
            }

            assertEquals(1, api.events(ONLINE).size());
            assertEquals(1, awaitOffline(1).size(), "only when it stays away");
            assertFalse(api.presence("user0").path("devices").elements().hasNext());
        }
    }

    @Test
    void shouldTellAConnectionThatItsClientHasComeBackByTheOtherNode() throws Exception {
        try (Crowd crowd = crowd(List.of("user0"))) {
            String epoch = crowd.connectToResume(first.url(), "user0", "");

            crowd.connectToResume(second.url(), "user0", epoch);

            await().until(() -> crowd.ended(REPLACED) == 1);
            assertEquals(1, sessions("user0"));
            assertEquals(0, api.events(OFFLINE).size());
        }
    }

    private ServiceProcess node(Path folder) throws Exception {
        return ServiceProcess.start(redis.uri(), ServiceProcess.freePort(), Files.createDirectory(folder), SETTINGS);
    }

    private Crowd crowd(List<String> people) throws Exception {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String user : people) {
            tokens.put(user, api.token(user, "laptop"));
        }
        return new Crowd(tokens);
    }

    private List<JsonNode> awaitOffline(int count) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> api.events(OFFLINE), events -> events.size() >= count);
    }

    private int sessions(String user) throws Exception {
        int sessions = 0;
        for (JsonNode device : api.presence(user).path("devices")) {
            sessions += device.path("sessions").asInt();
        }
        return sessions;
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
