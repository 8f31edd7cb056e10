package dev.oneping.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.oneping.auth.ApiKeys;
import dev.oneping.auth.Scope;
import dev.oneping.delivery.DeviceChannel;
import dev.oneping.delivery.Presentation;
import dev.oneping.model.Content;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.SessionAt;
import dev.oneping.model.SessionId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.testing.CuttableProxy;
import dev.oneping.testing.HttpDevice;
import dev.oneping.testing.RawSocket;
import dev.oneping.testing.RedisServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A device from which nothing comes any more, though nobody has closed its connection: what it was to show goes elsewhere. */
@Tag("service")
@QuarkusTest
@TestProfile(CutOffTest.ShortHeartbeat.class)
class CutOffTest {

    private static final String HELLO =
            "{'type':'hello','device':'laptop','platform':'web','report':" + Verbs.ACTIVE + "}";
    private static final int FILLERS = 2_000;

    /** A silent device is found out within five seconds. */
    public static final class ShortHeartbeat implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "oneping.presence.heartbeat", "3s",
                    "oneping.presence.pong-limit", "2s",
                    "oneping.presence.lease", "20s");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(RedisServer.class));
        }
    }

    @Inject
    ApiKeys keys;

    @Inject
    DeviceChannel channel;

    @Inject
    NodeId self;

    @Inject
    Clock clock;

    @Inject
    MeterRegistry metrics;

    private TenantId tenant;
    private Verbs ann;

    @BeforeEach
    void meetAnn() {
        tenant = new TenantId("cutoff" + ThreadLocalRandom.current().nextLong(1L << 40));
        String key = keys.create(tenant, "e2e", Set.of(Scope.ADMIN))
                .await()
                .indefinitely()
                .key();
        ann = new Verbs(key, RestAssured.port);
    }

    @Test
    void shouldGoElsewhereWhenTheNetworkSwallowsEverything() {
        try (CuttableProxy network = new CuttableProxy(RestAssured.port);
                TestDevice phone = ann.connect("phone", Verbs.LOCKED)) {
            TestDevice laptop = TestDevice.connect(
                    URI.create(network.uri().replace("redis:", "ws:") + "/v1/connect"), ann.token("laptop"));
            laptop.send(HELLO).await("welcome");
            assertTrue(presence().contains("laptop"));

            network.stall();
            String swallowed = ann.notify("Lunch?", ",'priority':'critical'").getString("id");

            assertEquals(swallowed, phone.await("notify").path("id").asText());
            Awaitility.await().until(() -> !presence().contains("laptop"));
            String next = ann.notify("Dinner?", ",'priority':'critical'").getString("id");
            assertEquals(next, phone.await("notify").path("id").asText());
            assertEquals(0, laptop.count("notify"));
        }
    }

    @Test
    void shouldDecideAgainForADeviceThatDoesNotRead() throws IOException {
        try (TestDevice phone = ann.connect("phone", Verbs.LOCKED);
                RawSocket laptop = new RawSocket(ann.token("laptop"))) {
            String welcome = laptop.say(HELLO).readUntil(RawSocket.TEXT).text();
            SessionId session =
                    new SessionId(HttpDevice.read(welcome).path("session").asText());
            double overflows = overflows();

            int sent = 0;
            while (overflows() == overflows && sent++ < FILLERS) {
                channel.present(user(), new DeviceId("laptop"), List.of(new SessionAt(session, self)), filler());
                if (sent == 1) {
                    ann.notify("Lunch?", ",'priority':'critical'");
                }
            }

            assertTrue(sent < FILLERS, "what waits for a device must have an end");
            assertEquals("Lunch?", phone.await("notify").path("title").asText());
            assertEquals(4004, laptop.readUntil(RawSocket.CLOSE).closeCode());
        }
    }

    private UserRef user() {
        return new UserRef(tenant, new UserId(ann.user()));
    }

    private Presentation filler() {
        Instant now = clock.instant();
        Content content = new Content("much", null, TextNode.valueOf("x".repeat(50_000)));
        Notification notification = new Notification(
                NotificationId.create(now, 1), user(), content, "chat", Priority.NORMAL, "default", null, now, now);
        return new Presentation(notification, 1, 1, false, now.plus(Duration.ofMinutes(1)));
    }

    private double overflows() {
        return metrics.counter("oneping.outbox.overflows").count();
    }

    private String presence() {
        return ann.get("/v1/users/" + ann.user() + "/presence").extract().asString();
    }
}
