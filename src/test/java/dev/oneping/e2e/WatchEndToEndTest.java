package dev.oneping.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.testing.HttpDevice;
import dev.oneping.testing.Pushpin;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Other people's presence on the device connection, whatever the transport; where Pushpin is installed, also behind it. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@WithTestResource(Pushpin.class)
@TestProfile(TransportsTest.TimeOfThisTest.class)
class WatchEndToEndTest {

    private static final String HELLO = "{'type':'hello','device':'laptop','platform':'web'}";

    @Inject
    ApiKeys keys;

    private Verbs ann;
    private Verbs bob;

    @BeforeEach
    void openAnAccount() {
        ann = Verbs.ofNewTenant(keys);
        bob = ann.another();
    }

    @Test
    void shouldTellTheSameOnEveryTransport() {
        tellOnEveryTransport(RestAssured.port);
    }

    @Test
    @EnabledIf(
            value = "dev.oneping.testing.Pushpin#isInstalled",
            disabledReason = "there is no pushpin on the PATH: install the packages pushpin and zurl")
    void shouldTellTheSameOnEveryTransportBehindAProxy() {
        try (Pushpin pushpin = Pushpin.before(RestAssured.port)) {
            tellOnEveryTransport(pushpin.port());
        }
    }

    /** What changes while nobody fetches takes no room in the mailbox; the next poll has the latest, though it does not wait. */
    @Test
    void shouldBringTheLatestAloneToWhoPollsNowAndThen() {
        ann.put("/v1/presence/settings", "{'watching':'all'}").statusCode(200);
        String watch = "{'type':'watch','users':['%s']}".formatted(ann.user());
        HttpDevice laptop = new HttpDevice("http://localhost:" + RestAssured.port, bob.token("laptop"));
        laptop.hello("laptop");
        laptop.say(watch);
        assertEquals(1, HttpDevice.read(laptop.poll(0, 30)).path("frames").size(), "the answer");

        try (TestDevice desktop = bob.connect("desktop", Verbs.ACTIVE);
                TestDevice phone = ann.connect("phone", Verbs.ACTIVE)) {
            desktop.send(watch);
            while (!desktop.await("presence").at("/people/0/online").asBoolean()) {
                assertEquals(1, phone.count("welcome"));
            }
            for (int i = 0; i < 3; i++) {
                invisible(true);
                assertFalse(desktop.await("presence").at("/people/0/online").asBoolean());
                invisible(false);
                assertTrue(desktop.await("presence").at("/people/0/online").asBoolean());
            }
            laptop.say("{'type':'ping'}");

            JsonNode frames = HttpDevice.read(laptop.poll(1, 0)).path("frames");
            assertEquals(2, frames.size(), frames::toString);
            assertEquals("pong", frames.at("/0/type").asText());
            assertTrue(frames.at("/1/people/0/online").asBoolean());
        }
    }

    @Test
    void shouldRefuseWithoutHarmAndWatchAgainWithTheHello() {
        try (TestDevice laptop = bob.connect("laptop", Verbs.ACTIVE)) {
            for (int i = 0; i < 15; i++) {
                laptop.send("{'type':'watch','users':['%s']}".formatted(ann.user()));
                assertEquals("not_allowed", laptop.await("error").path("code").asText());
            }
            laptop.send("{'type':'watch'}");
            assertEquals("invalid_field", laptop.await("error").path("code").asText());
            ann.put("/v1/presence/settings", "{'watching':'same_group'}").statusCode(200);
            ann.put("/v1/groups/ops", "{'members':['%s','%s']}".formatted(ann.user(), bob.user()))
                    .statusCode(201);
            laptop.send("{'type':'watch','groups':['ops']}");
            JsonNode answer = laptop.await("presence");
            assertEquals(2, answer.at("/groups/0/members").size());
            assertEquals(1, answer.at("/groups/0/counts/active").asInt());
            laptop.send("{'type':'unwatch','groups':['ops']}").send("{'type':'ping'}");
            laptop.await("pong");
        }
        try (TestDevice again = TestDevice.connect(
                java.net.URI.create("ws://localhost:" + RestAssured.port + "/v1/connect"), bob.token("laptop"))) {
            again.send("{'type':'hello','device':'laptop','platform':'web','watch':{'users':['%s']}}"
                    .formatted(ann.user()));
            again.await("welcome");
            assertTrue(again.await("presence").path("snapshot").asBoolean());
        }
    }

    private void tellOnEveryTransport(int port) {
        String service = "http://localhost:" + port;
        ann.put("/v1/presence/settings", "{'watching':'all'}").statusCode(200);
        Way.all(HELLO).forEach((name, way) -> {
            // Somebody new each time: who has just left is still seen for a while.
            ann = bob.another();
            try (Gadget laptop = way.open(service, bob.token("laptop"))) {
                laptop.await("welcome");
                laptop.send("{'type':'watch','users':['%s']}".formatted(ann.user()));
                JsonNode answer = laptop.await("presence");
                assertTrue(answer.path("snapshot").asBoolean(), name);
                assertFalse(answer.at("/people/0/online").asBoolean(), name);

                try (TestDevice phone = ann.connect("phone" + name, Verbs.ACTIVE)) {
                    JsonNode change = laptop.await("presence");
                    assertFalse(change.path("snapshot").asBoolean(), name);
                    assertEquals(ann.user(), change.at("/people/0/user").asText(), name);
                    assertEquals("active", change.at("/people/0/attention").asText(), name);
                    assertEquals(4, change.at("/people/0").size(), "user, online, attention, since and nothing else");
                    invisible(true);
                    assertFalse(laptop.await("presence").at("/people/0/online").asBoolean(), name);
                    assertEquals(1, phone.count("welcome"));
                }
                invisible(false);
            }
        });
    }

    private void invisible(boolean wish) {
        ann.put("/v1/users/" + ann.user() + "/preferences", "{'invisible':" + wish + "}")
                .statusCode(200);
    }
}
