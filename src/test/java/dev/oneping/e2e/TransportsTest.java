package dev.oneping.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.TenantId;
import dev.oneping.testing.Pushpin;
import dev.oneping.testing.RedisServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * One scripted run of a laptop, once on each transport: the frames and the events must be the same. Where Pushpin is installed,
 * once more on each behind it.
 */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@WithTestResource(Pushpin.class)
@TestProfile(TransportsTest.TimeOfThisTest.class)
class TransportsTest {

    private static final String HELLO =
            "{'type':'hello','device':'laptop','platform':'web','report':" + Verbs.ACTIVE + "}";

    private static final List<String> EVENTS = List.of(
            "presence.device.online",
            "presence.attention.changed",
            "presence.device.online",
            "notification.accepted",
            "notification.delivering",
            "notification.displayed",
            "notification.received",
            "notification.seen",
            "notification.retracted",
            "notification.accepted",
            "notification.delivering",
            "notification.escalated",
            "notification.retracted",
            "notification.delivering",
            "notification.acted");

    /** A proxy signs by the machine's clock, and would not be believed after another test has let days go by. */
    public static final class TimeOfThisTest implements QuarkusTestProfile {

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(TestClock.class);
        }
    }

    @Inject
    ApiKeys keys;

    @Inject
    TestClock clock;

    @Inject
    MeterRegistry metrics;

    @Test
    void shouldBeTheSameStoryOnEveryTransport() {
        runOnEveryTransport(RestAssured.port);
    }

    @Test
    @EnabledIf(
            value = "dev.oneping.testing.Pushpin#isInstalled",
            disabledReason = "there is no pushpin on the PATH: install the packages pushpin and zurl")
    void shouldBeTheSameStoryOnEveryTransportBehindAProxy() {
        try (Pushpin pushpin = Pushpin.before(RestAssured.port)) {
            double before = published();

            runOnEveryTransport(pushpin.port());

            assertTrue(published() > before, "frames must have gone by the proxy's control port");
        }
    }

    private void runOnEveryTransport(int port) {
        Way.all(HELLO).forEach((name, way) -> assertEquals(EVENTS, story(way, "http://localhost:" + port), name));
    }

    private double published() {
        return metrics.counter("oneping.grip.items", "outcome", "published").count();
    }

    /** The types of the events of one run, in the order of their versions. */
    private List<String> story(Way way, String service) {
        TenantId tenant = new TenantId("t" + ThreadLocalRandom.current().nextLong(1L << 40));
        Verbs ann = new Verbs(
                keys.create(tenant, "transports", Set.of(Scope.ADMIN))
                        .await()
                        .indefinitely()
                        .key(),
                RestAssured.port);
        try (Gadget laptop = way.open(service, ann.token("laptop"))) {
            laptop.await("welcome");
            try (TestDevice phone = ann.connect("phone", Verbs.LOCKED)) {
                play(ann, laptop, phone);
                Awaitility.await().until(() -> types(ann).size() >= EVENTS.size());
                return types(ann);
            }
        }
    }

    private void play(Verbs ann, Gadget laptop, TestDevice phone) {
        String lunch = ann.notify("Lunch?", "").getString("id");
        JsonNode shown = laptop.await("notify");
        assertEquals(lunch, shown.path("id").asText());
        assertFalse(shown.has("offset"));
        assertFalse(phone.await("notify").path("ring").asBoolean());
        laptop.send("{'type':'ack','id':'%s','kind':'received'}".formatted(lunch));
        awaitEvent(ann, "notification.received");
        laptop.send("{'type':'ack','id':'%s','kind':'seen'}".formatted(lunch));
        awaitEvent(ann, "notification.seen");

        String fire = ann.notify("The printer is on fire", ",'priority':'critical','policy':'urgent'")
                .getString("id");
        laptop.await("notify");
        clock.forward(Duration.ofSeconds(16));
        phone.await("notify");
        assertEquals("moved", laptop.await("retract").path("reason").asText());
        phone.send("{'type':'ack','id':'%s','kind':'acted'}".formatted(fire));
    }

    private static void awaitEvent(Verbs ann, String type) {
        Awaitility.await().until(() -> types(ann).contains(type));
    }

    private static List<String> types(Verbs ann) {
        return ann
                .get("/v1/events?limit=100")
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("data.type", String.class)
                .stream()
                .map(type -> type.replaceFirst("^dev\\.oneping\\.", ""))
                .toList();
    }
}
