package dev.oneping.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A device returns, or has several sessions: it gets what it lacks, hears one sound, and keeps nothing that is over. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class ArrivalEndToEndTest {

    @Inject
    ApiKeys keys;

    private Verbs ann;

    @BeforeEach
    void meetAnn() {
        ann = Verbs.ofNewTenant(keys);
    }

    @Test
    void shouldShowNothingAgainThatThePageShows() {
        List<String> ids = new ArrayList<>();
        TestDevice before = connect("'resume':{}");
        before.await("welcome");
        for (int i = 0; i < 5; i++) {
            ids.add(ann.notify("n" + i, "").getString("id"));
            before.await("notify");
        }
        before.abort();

        try (TestDevice after = connect("'shown':['" + String.join("','", ids) + "']")) {
            assertEquals("[]", after.await("welcome").path("handled").toString());
            awaitLater(after);

            assertEquals(1, after.count("notify"), () -> after.types().toString());
        }
    }

    @Test
    void shouldSendExactlyTheMissedNotificationsWithOneSound() {
        List<String> ids = new ArrayList<>();
        TestDevice before = connect("'resume':{}");
        String epoch = before.await("welcome").at("/resume/epoch").asText();
        for (int i = 0; i < 5; i++) {
            ids.add(ann.notify("n" + i, "").getString("id"));
            before.await("notify");
        }
        before.abort();

        try (TestDevice after = connect(
                "'resume':{'epoch':'" + epoch + "','offset':2},'shown':['" + ids.get(0) + "','" + ids.get(1) + "']")) {
            assertTrue(after.await("welcome").at("/resume/recovered").asBoolean());
            List<JsonNode> missed = List.of(after.await("notify"), after.await("notify"), after.await("notify"));

            assertEquals(
                    ids.subList(2, 5),
                    missed.stream().map(frame -> frame.path("id").asText()).collect(Collectors.toList()));
            assertEquals(
                    1,
                    missed.stream()
                            .filter(frame -> frame.path("ring").asBoolean())
                            .count());
            awaitLater(after);
            assertEquals(4, after.count("notify"), () -> after.types().toString());
        }
    }

    @Test
    void shouldNotRingForWhatWasCancelledWhileAway() {
        TestDevice before = connect("'resume':{}");
        String epoch = before.await("welcome").at("/resume/epoch").asText();
        String seen = ann.notify("received", "").getString("id");
        String missed = ann.notify("missed", "").getString("id");
        before.await("notify");
        before.await("notify");
        before.abort();
        ann.delete("/v1/notifications/" + seen).statusCode(200);
        ann.delete("/v1/notifications/" + missed).statusCode(200);

        try (TestDevice after = connect("'resume':{'epoch':'" + epoch + "','offset':1}")) {
            assertTrue(after.await("welcome").at("/resume/recovered").asBoolean());

            assertEquals(seen, after.await("retract").path("id").asText());
            awaitLater(after);
            assertEquals(1, after.count("notify"), () -> after.types().toString());
        }
    }

    @Test
    void shouldEndAnAnsweredNotificationInTheOtherTab() {
        try (TestDevice one = connect("'resume':{}");
                TestDevice other = connect("'resume':{}")) {
            one.await("welcome");
            other.await("welcome");
            String id = ann.notify("Lunch?", "").getString("id");
            one.await("notify");
            other.await("notify");

            one.send("{'type':'ack','id':'" + id + "','kind':'acted'}");

            assertEquals("answered", other.await("retract").path("reason").asText());
            one.send("{'type':'ping'}").await("pong");
            assertEquals(0, one.count("retract"));
        }
    }

    @Test
    void shouldEndANotificationInEveryTabThatIsAnsweredByHttp() {
        try (TestDevice one = connect("'resume':{}");
                TestDevice other = connect("'resume':{}")) {
            one.await("welcome");
            other.await("welcome");
            String id = ann.notify("Lunch?", "").getString("id");
            one.await("notify");
            other.await("notify");

            ann.post("/v1/notifications/" + id + "/ack", "{'kind':'seen','device':'laptop'}")
                    .statusCode(200);

            assertEquals("answered", one.await("retract").path("reason").asText());
            assertEquals("answered", other.await("retract").path("reason").asText());
        }
    }

    /** Waits for a later notification, so that everything before it has come. */
    private void awaitLater(TestDevice device) {
        String id = ann.notify("later", "").getString("id");
        JsonNode frame = device.await("notify");
        while (!frame.path("id").asText().equals(id)) {
            frame = device.await("notify");
        }
    }

    private TestDevice connect(String more) {
        return TestDevice.connect(URI.create("ws://localhost:" + RestAssured.port + "/v1/connect"), ann.token("laptop"))
                .send("{'type':'hello','device':'laptop','platform':'web','report':" + Verbs.ACTIVE + "," + more + "}");
    }
}
