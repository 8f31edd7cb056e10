package dev.oneping.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.DeviceTokens;
import dev.oneping.presence.PresenceStore;
import dev.oneping.testing.HttpDevice;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stands alone: a service that was drained takes nobody any more. */
@Tag("service")
@QuarkusTest
@TestProfile(DrainTest.AloneOnItsOwnService.class)
class DrainTest {

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
    void shouldTellEveryDeviceToComeBackAndTakeNoNewOnes() {
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
        DeviceSocket silent = people.getFirst().connect();

        assertTrue(toldInTime, "else the event is not fired");
        shutdown.fire(new ShutdownDelayInitiatedEvent());

        for (DeviceSocket device : devices) {
            long pause = device.await("goaway").path("reconnect_after_ms").asLong();
            assertTrue(pause >= 0 && pause < 30_000);
            assertEquals(4001, device.awaitClose());
        }
        assertEquals(4001, silent.awaitClose());
        assertEquals(503, polling.poll(0, 0).statusCode());
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
}
