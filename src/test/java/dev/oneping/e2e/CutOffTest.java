package dev.oneping.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.TenantId;
import dev.oneping.testing.CuttableProxy;
import dev.oneping.testing.Pushpin;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
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

    /** A silent device is found out within five seconds; a proxy is known. */
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
            return List.of(new TestResourceEntry(RedisServer.class), new TestResourceEntry(Pushpin.class));
        }
    }

    @Inject
    ApiKeys keys;

    private Verbs ann;

    @BeforeEach
    void meetAnn() {
        TenantId tenant = new TenantId("cutoff" + ThreadLocalRandom.current().nextLong(1L << 40));
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

    private String presence() {
        return ann.get("/v1/users/" + ann.user() + "/presence").extract().asString();
    }
}
