package dev.oneping.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.testing.HttpDevice;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changes of a user's list of notifications, live in every session that follows it. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(OwnTime.class)
class InboxFollowEndToEndTest {

    private static final String FOLLOW = "{'type':'follow','inbox':true}";

    @Inject
    ApiKeys keys;

    private Verbs ann;
    private Verbs bob;

    @BeforeEach
    void meet() {
        ann = Verbs.ofNewTenant(keys);
        bob = ann.another();
    }

    @Test
    void shouldSendEveryChangeToEverySessionThatFollowsAndToNoOther() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice phone = ann.connect("phone", Verbs.ACTIVE);
                TestDevice silent = ann.connect("tablet", Verbs.ACTIVE);
                TestDevice stranger = bob.connect("laptop", Verbs.ACTIVE)) {
            assertEquals(0, follow(laptop).path("open").asInt());
            assertEquals(0, follow(phone).path("open").asInt());
            follow(stranger);

            String id = ann.notify("Lunch?", "").getString("id");
            assertEquals(1, awaitState(laptop, id, "delivering").path("open").asInt());
            awaitState(phone, id, "delivering");
            ann.delete("/v1/notifications/" + id).statusCode(200);

            assertEquals(0, awaitState(laptop, id, "cancelled").path("open").asInt());
            assertEquals(0, awaitState(phone, id, "cancelled").path("open").asInt());
            stranger.send("{'type':'ping'}").await("pong");
            silent.send("{'type':'ping'}").await("pong");
            assertEquals(1, stranger.count("inbox"));
            assertEquals(0, silent.count("inbox"));
        }
    }

    @Test
    void shouldSendNothingMoreToASessionThatNoLongerFollows() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice phone = ann.connect("phone", Verbs.ACTIVE)) {
            follow(laptop);
            follow(phone);
            laptop.send("{'type':'follow','inbox':false}")
                    .send("{'type':'ping'}")
                    .await("pong");

            String id = ann.notify("Lunch?", "").getString("id");
            awaitState(phone, id, "delivering");

            laptop.send("{'type':'ping'}").await("pong");
            assertEquals(1, laptop.count("inbox"));
        }
    }

    @Test
    void shouldTellAPollingDeviceThatItHasMissedChanges() {
        HttpDevice laptop = new HttpDevice("http://localhost:" + RestAssured.port, ann.token("laptop"));
        laptop.hello("laptop");
        laptop.say(FOLLOW);
        JsonNode first = HttpDevice.read(laptop.poll(0, 30)).path("frames");
        assertEquals("inbox", first.at("/0/type").asText(), first::toString);

        try (TestDevice phone = ann.connect("phone", Verbs.ACTIVE)) {
            follow(phone);
            String id = ann.notify("Lunch?", "").getString("id");
            awaitState(phone, id, "delivering");
            ann.delete("/v1/notifications/" + id).statusCode(200);
            awaitState(phone, id, "cancelled");
        }

        long offset = 1;
        JsonNode inbox = first.at("/0");
        while (!inbox.path("missed").asBoolean()) {
            JsonNode frames = HttpDevice.read(laptop.poll(offset, 30)).path("frames");
            assertTrue(frames.size() > 0, "nothing came");
            offset += frames.size();
            for (JsonNode frame : frames) {
                inbox = frame.path("type").asText().equals("inbox") ? frame : inbox;
            }
        }
        assertEquals(0, inbox.path("open").asInt());
    }

    @Test
    void shouldRejectAFollowFrameWithoutItsField() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            laptop.send("{'type':'follow'}");
            assertEquals("invalid_field", laptop.await("error").path("code").asText());
            laptop.send("{'type':'follow','inbox':'yes'}");
            assertEquals("invalid_field", laptop.await("error").path("code").asText());
        }
    }

    private static JsonNode follow(TestDevice device) {
        return device.send(FOLLOW).await("inbox");
    }

    /** Waits for the frame with that state. */
    private static JsonNode awaitState(TestDevice device, String id, String state) {
        JsonNode frame = device.await("inbox");
        while (frame.path("changed")
                .valueStream()
                .noneMatch(entry -> entry.path("id").asText().equals(id)
                        && entry.path("state").asText().equals(state))) {
            frame = device.await("inbox");
        }
        return frame;
    }
}
