package dev.oneping.connection.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.connection.DeviceSocket;
import dev.oneping.connection.QuickHeartbeat;
import dev.oneping.connection.Someone;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.testing.HttpDevice;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Shutdown of connections; runs alone, since a drained service accepts no more. */
@Tag("service")
@QuarkusTest
@TestProfile(ConnectionDrainTest.AloneOnItsOwnService.class)
class ConnectionDrainTest {

    /** The same settings, another service. */
    public static class AloneOnItsOwnService extends QuickHeartbeat {}

    @Inject
    DeviceTokens tokens;

    @Inject
    Event<ShutdownDelayInitiatedEvent> shutdown;

    @ConfigProperty(name = "quarkus.shutdown.delay-enabled")
    boolean toldInTime;

    @Inject
    PresenceStore presence;

    @Test
    void shouldAskEveryDeviceToReconnectAndRejectNewOnes() {
        List<Someone> people = new ArrayList<>();
        List<DeviceSocket> devices = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            people.add(Someone.with("laptop", tokens));
            devices.add(people.getLast().connect());
            devices.getLast().hello("laptop");
        }
        people.add(Someone.with("laptop", tokens));
        HttpDevice polling = new HttpDevice(
                "http://localhost:" + RestAssured.port, people.getLast().token());
        polling.hello("laptop");
        CompletableFuture<HttpResponse<String>> waiting = polling.pollMeanwhile(0, 50);
        DeviceSocket silent = people.getFirst().connect();

        assertTrue(toldInTime, "else the event is not fired");
        shutdown.fire(new ShutdownDelayInitiatedEvent());

        Set<Long> pauses = new HashSet<>();
        for (DeviceSocket device : devices) {
            long pause = device.await("goaway").path("reconnect_after_ms").asLong();
            assertTrue(pause >= 0 && pause < 5_000, "no longer than so few devices need");
            pauses.add(pause);
            assertEquals(4001, device.awaitClose());
        }
        assertTrue(pauses.size() >= 100, () -> "they come back together: " + pauses);
        assertEquals(4001, silent.awaitClose());
        JsonNode last = HttpDevice.read(waiting.join());
        assertGoneAway(last);
        assertEquals(last, HttpDevice.read(polling.poll(0, 0)), "who asks only now is told the same");
        for (Someone person : people) {
            assertTrue(presence.load(person.user())
                    .await()
                    .indefinitely()
                    .devices()
                    .isEmpty());
        }
        RestAssured.given()
                .header("Authorization", "Bearer " + people.getFirst().token())
                .header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .get("/v1/connect")
                .then()
                .statusCode(503)
                .header("Retry-After", "2");
    }

    /** When to come back, and that it is over: in one answer, for there will be no other. */
    private static void assertGoneAway(JsonNode answer) {
        assertEquals(1, answer.path("frames").size(), answer::toString);
        JsonNode goaway = answer.path("frames").path(0);
        assertEquals("goaway", goaway.path("type").asText());
        assertTrue(goaway.path("reconnect_after_ms").asLong(-1) >= 0, answer::toString);
        assertEquals(4001, answer.path("closed").path("code").asInt());
    }
}
