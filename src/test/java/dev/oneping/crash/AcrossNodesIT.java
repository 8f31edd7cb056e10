package dev.oneping.crash;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.e2e.TestDevice;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes on one Redis, each a process of its own, with users whose presence crosses nodes: reconnects, watches and
 * pending availability requests. The tests share the nodes; a killed one is replaced.
 */
class AcrossNodesIT {

    private static final String OFFLINE = "presence.device.offline";
    private static final String ONLINE = "presence.device.online";
    private static final int REPLACED = 4002;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String IN_USE =
            "'seq':1,'attention':{'visible':true,'focused':true,'idle_ms':0,'screen':'unlocked'}";

    /** The time to wait to be sure that nothing more arrives. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static NodePair nodes;

    private ServiceApi api;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        nodes = NodePair.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        nodes.close();
    }

    @BeforeEach
    void revive() throws Exception {
        nodes.revive();
        api = new ServiceApi(nodes.first().url());
    }

    @Test
    void shouldPublishNoAbsenceDuringReconnectsButRouteToCurrentNode() throws Exception {
        try (DeviceFleet crowd = crowd(List.of("roamer"))) {
            for (int i = 0; i < 20; i++) {
                crowd.connect((i % 2 == 0 ? nodes.first() : nodes.second()).url(), List.of("roamer"));
                JsonNode rung = api.post(
                        "/v1/notify",
                        "{\"to\":{\"user\":\"roamer\"},\"title\":\"Still there?\",\"priority\":\"high\"}");
                assertEquals("laptop", rung.at("/target/device").asText(), rung::toString);
                await().until(() -> crowd.hasSeen(rung.path("id").asText()));
                crowd.close("roamer");
            }

            assertEquals(List.of("roamer"), told(ONLINE, List.of("roamer")));
            await().atMost(PATIENCE)
                    .until(() -> !told(OFFLINE, List.of("roamer")).isEmpty());
            assertEquals(1, told(OFFLINE, List.of("roamer")).size(), "only when it stays away");
            assertFalse(api.presence("roamer").path("devices").elements().hasNext());
        }
    }

    @Test
    void shouldTellAConnectionThatItsClientHasComeBackByTheOtherNode() throws Exception {
        try (DeviceFleet crowd = crowd(List.of("mover"))) {
            String epoch = crowd.connectToResume(nodes.first().url(), "mover", "");

            crowd.connectToResume(nodes.second().url(), "mover", epoch);

            await().until(() -> crowd.ended(REPLACED) == 1);
            assertEquals(1, api.sessions("mover"));
            assertEquals(List.of(), told(OFFLINE, List.of("mover")));
        }
    }

    @Test
    void shouldContinueWatchAfterEitherNodeIsKilled() throws Exception {
        api.put("/v1/presence/settings", "{\"watching\":\"all\"}");
        Watcher watcher = new Watcher(nodes.first(), "ann");
        assertEquals("snapshot, offline", watcher.next());
        TestDevice laptop = connect(nodes.second(), "");
        assertEquals("change, unknown", watcher.next());
        laptop.send("{'type':'report',%s}".formatted(IN_USE));
        assertEquals("change, active", watcher.next());

        nodes.second().kill();
        await().atMost(PATIENCE).until(() -> watcher.told() > 3);
        assertEquals("change, offline", watcher.next());
        await().during(QUIET).until(() -> watcher.told() == 4);

        nodes.revive();
        connect(nodes.second(), ",'report':{" + IN_USE + "}");
        assertEquals("change, active", watcher.next());
        nodes.first().kill();
        Watcher again = new Watcher(nodes.second(), "ann");
        assertEquals("snapshot, active", again.next());
        new ServiceApi(nodes.second().url()).put("/v1/users/ann/preferences", "{\"invisible\":true}");
        assertEquals("change, offline", again.next());
    }

    /** Of so many people that some are in the care of either node. */
    @Test
    void shouldPublishEachAvailabilityOnceWhenResponsibleNodeIsKilled() throws Exception {
        List<String> there = people("there", 12);
        List<String> coming = people("coming", 12);
        List<String> missing = people("missing", 12);
        ServiceApi promising = new ServiceApi(nodes.second().url());
        List<String> everybody = new ArrayList<>(there);
        everybody.addAll(coming);
        try (DeviceFleet crowd = crowd(everybody)) {
            crowd.connect(nodes.first().url(), there);
            for (String user : there) {
                promising.post(availability(user), "{\"kind\":\"desktop\",\"lasting\":\"6s\",\"expires_in\":\"2h\"}");
            }
            for (String user : coming) {
                promising.post(availability(user), "{\"kind\":\"desktop\",\"expires_in\":\"2h\"}");
            }
            for (String user : missing) {
                promising.post(availability(user), "{\"expires_in\":\"6s\"}");
            }

            nodes.second().kill();
            assertEquals(List.of(), told("presence.available", everybody), "nobody is there for long enough");
            crowd.connect(nodes.first().url(), coming);

            await().atMost(PATIENCE)
                    .until(() -> told("presence.available", everybody).size() >= everybody.size()
                            && told("presence.availability.expired", missing).size() >= missing.size());
            await().during(QUIET)
                    .until(() -> told("presence.available", everybody).size() == everybody.size()
                            && told("presence.availability.expired", missing).size() == missing.size());
            assertEquals(sorted(everybody), told("presence.available", everybody));
            assertEquals(sorted(missing), told("presence.availability.expired", missing));
        }
    }

    private static String availability(String user) {
        return "/v1/users/" + user + "/availability";
    }

    /** Ann sits down at her laptop; more fields of its hello may be given, each with a comma before it. */
    private static TestDevice connect(ServiceProcess node, String more) throws Exception {
        TestDevice laptop = TestDevice.connect(
                URI.create("ws://" + node.url().getAuthority() + "/v1/connect"),
                new ServiceApi(node.url()).token("ann", "laptop"));
        laptop.send("{'type':'hello','device':'laptop','platform':'web'%s}".formatted(more));
        laptop.await("welcome");
        return laptop;
    }

    private DeviceFleet crowd(List<String> people) throws Exception {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String user : people) {
            tokens.put(user, api.token(user, "laptop"));
        }
        return new DeviceFleet(tokens);
    }

    /** Of whom of those people such an event tells, in alphabetical order; of somebody of whom two tell, twice. */
    private List<String> told(String type, List<String> people) throws Exception {
        return sorted(api.events(type).stream()
                .map(event -> event.path("subject").asText())
                .filter(people::contains)
                .toList());
    }

    private static List<String> sorted(List<String> people) {
        return people.stream().sorted().toList();
    }

    private static List<String> people(String name, int count) {
        return IntStream.range(0, count).mapToObj(number -> name + number).toList();
    }
}
