package dev.oneping.crash;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service is started anew under two hundred devices, or as many as {@code -Doneping.restart.devices} says. Each comes back
 * when it was told to, through a narrow door, and what was sent to its person meanwhile is caught up on: once, in order and
 * at a pace. Nobody hears that everybody was away, and nothing is escalated for it.
 */
class RestartIT {

    private static final int DEVICES = Integer.getInteger("oneping.restart.devices", 200);
    private static final int EACH = 3;
    private static final int SHUTDOWN = 4001;

    /** A pause is never shorter than the pace; the clock of events is corrected by some milliseconds now and then. */
    private static final Duration PACE = Duration.ofMillis(300);

    private static final Duration CORRECTION = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String WITHIN = "-Doneping.connection.reconnect-within=4s";
    private static final String[] BEFORE = {
        WITHIN, "-Doneping.connection.drain=1s", "-Doneping.presence.mass-drop.grace=180s"
    };
    private static final String[] AFTER = {
        WITHIN,
        "-Doneping.connection.accept-burst=10",
        "-Doneping.connection.accepts-per-second=30",
        "-Doneping.notify.catch-up-pace=" + PACE.toMillis() + "ms"
    };

    private static final String SOUND = "\"ring\":true";

    @TempDir
    private Path folder;

    @Test
    void shouldReconnectAllDevicesAndDeliverMissedNotificationsOnce() throws Exception {
        List<String> people =
                IntStream.range(0, DEVICES).mapToObj(number -> "user" + number).toList();
        int port = ServiceProcess.freePort();
        Path data = Files.createDirectory(folder.resolve("redis"));
        try (EmbeddedRedis redis = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED);
                ServiceProcess before = ServiceProcess.start(redis.uri(), port, folder, BEFORE);
                DeviceFleet crowd = crowd(new ServiceApi(before.url()), people)) {
            crowd.connect(before.url(), people);
            before.terminate();
            await().atMost(PATIENCE).until(() -> crowd.ended(SHUTDOWN) == DEVICES);
            assertTrue(before.awaitExit(PATIENCE).isPresent());

            try (ServiceProcess after = ServiceProcess.start(redis.uri(), port, folder, AFTER)) {
                ServiceApi api = new ServiceApi(after.url());
                for (int number = 0; number < EACH; number++) {
                    for (String user : people) {
                        api.post(
                                "/v1/notify",
                                "{\"to\":{\"user\":\"%s\"},\"title\":\"No. %d\"}".formatted(user, number));
                    }
                }
                assertEquals(DEVICES * EACH, api.events("notification.held").size(), "nobody is there");

                crowd.comeBack(after.url());
                assertTrue(crowd.turnedAway() > 0, "they must be more than the door lets in");

                await().atMost(PATIENCE)
                        .until(() -> people.stream()
                                .allMatch(user -> crowd.shownTo(user).size() >= EACH));
                await().during(PACE.multipliedBy(4)).until(() -> true);
                people.forEach(user -> assertCaughtUp(crowd.shownTo(user)));
                assertPaced(api.events("notification.delivering"));
                assertEquals(List.of(), api.events("presence.device.offline"), "nobody hears of a fault of ours");
                assertEquals(List.of(), api.events("notification.escalated"));
            }
        }
    }

    private static DeviceFleet crowd(ServiceApi api, List<String> people) throws Exception {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String user : people) {
            tokens.put(user, api.token(user, "laptop"));
        }
        return new DeviceFleet(tokens);
    }

    /** What waited together comes as one sound, the most relevant first; the rest is shown without one. */
    private static void assertCaughtUp(List<String> frames) {
        assertEquals(EACH, frames.size(), frames::toString);
        for (int number = 0; number < EACH; number++) {
            String title = "No. " + number;
            assertTrue(frames.stream().anyMatch(frame -> frame.contains(title)), frames::toString);
        }
        assertTrue(frames.getFirst().contains(SOUND), frames::toString);
        assertEquals(1, frames.stream().filter(frame -> frame.contains(SOUND)).count(), frames::toString);
    }

    private static void assertPaced(List<JsonNode> events) {
        assertEquals(DEVICES * EACH, events.size());
        Map<String, Instant> last = new HashMap<>();
        for (JsonNode event : events) {
            Instant at = Instant.parse(event.path("time").asText());
            Instant previous = last.put(event.path("subject").asText(), at);
            Instant earliest = previous == null ? at : previous.plus(PACE).minus(CORRECTION);
            assertTrue(!at.isBefore(earliest), () -> "at once: " + event + " after " + previous);
        }
    }
}
