package dev.oneping.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.testing.HttpDevice;
import dev.oneping.testing.SseLines;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Devices without a WebSocket: long polls and server-sent events. */
@Tag("service")
@QuarkusTest
@TestProfile(QuickHeartbeat.class)
class SessionEndpointTest {

    private static final DeviceId LAPTOP = new DeviceId("laptop");
    private static final int ROUNDS = 10_000;

    @Inject
    DeviceTokens tokens;

    @Inject
    PresenceStore presence;

    @Inject
    DeviceChannel channel;

    @Inject
    NodeId self;

    @Inject
    Clock clock;

    private Someone ann;
    private HttpDevice laptop;

    @BeforeEach
    void someone() {
        ann = Someone.with("laptop", tokens);
        laptop = device(ann);
    }

    @Test
    void shouldOpenASessionAndReturnItsLocation() {
        HttpResponse<String> answer = laptop.open("{'type':'hello','device':'laptop','platform':'web'}");

        JsonNode welcome = HttpDevice.read(answer);
        String session = "/v1/sessions/" + welcome.path("session").asText();
        assertEquals(201, answer.statusCode());
        assertEquals("welcome", welcome.path("type").asText());
        assertEquals(session, answer.headers().firstValue("Location").orElse(""));
        String links = answer.headers().firstValue("Link").orElse("");
        assertTrue(links.contains("<" + session + "/poll>; rel=\"poll\""), links);
        assertTrue(links.contains("<" + session + "/stream>; rel=\"stream\""), links);
        assertTrue(isOnline());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'type':'hello','device':'phone','platform':'web'}  | 403 | /device
            {'type':'ping'}                                     | 400 | hello
            {'type':'hello','device':'laptop'}                  | 400 | /platform
            {'type':'dance'}                                    | 400 | dance
            {'type':                                            | 400 | JSON
            """)
    void shouldRejectAnInvalidHello(String hello, int status, String named) {
        HttpResponse<String> answer = laptop.open(hello);

        assertEquals(status, answer.statusCode(), answer::body);
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        assertTrue(answer.body().contains(named), answer::body);
    }

    @Test
    void shouldRejectUnauthorizedRequests() {
        RestAssured.given()
                .contentType("application/json")
                .body("{}")
                .post("/v1/sessions")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer");
        RestAssured.given()
                .header("Authorization", "Bearer " + ann.token())
                .header("Origin", "https://evil.example.org")
                .contentType("application/json")
                .body("{}")
                .post("/v1/sessions")
                .then()
                .statusCode(403);
        RestAssured.given()
                .header("Authorization", "Bearer " + ann.token())
                .contentType("application/json")
                .body("x".repeat(65_537))
                .post("/v1/sessions")
                .then()
                .statusCode(413);
        RestAssured.given()
                .header("Authorization", "Bearer " + ann.token())
                .formParam("type", "hello")
                .post("/v1/sessions")
                .then()
                .statusCode(415)
                .header("Accept-Post", "application/json");
    }

    @Test
    void shouldAnswerAPollWithoutAWaitAtOnce() {
        laptop.hello("laptop");

        JsonNode answer = HttpDevice.read(laptop.poll(0, 0));

        assertEquals("{\"frames\":[],\"cursor\":0}", answer.toString());
    }

    @Test
    void shouldDeliverFramesToAWaitingPoll() {
        laptop.hello("laptop");
        CompletableFuture<HttpResponse<String>> poll = laptop.pollMeanwhile(0, 30);

        assertEquals(202, laptop.say("{'type':'ping'}").statusCode());

        HttpResponse<String> answer = poll.join();
        assertEquals(
                "{\"frames\":[{\"type\":\"pong\"}],\"cursor\":1}",
                HttpDevice.read(answer).toString());
        assertEquals(
                "wait=30", answer.headers().firstValue("Preference-Applied").orElse(""));
    }

    @Test
    void shouldAcceptSeveralFramesAtOnce() {
        laptop.hello("laptop");

        laptop.say("[{'type':'ping'},{'type':'dance'},{'type':'ping'}]");

        JsonNode frames = HttpDevice.read(laptop.poll(0, 5)).path("frames");
        assertEquals("pong", frames.path(0).path("type").asText());
        assertEquals("unknown_frame_type", frames.path(1).path("code").asText());
        assertEquals("pong", frames.path(2).path("type").asText());
    }

    @Test
    void shouldRepeatUnconfirmedFrames() {
        laptop.hello("laptop");
        laptop.say("[{'type':'ping'},{'type':'ping'}]");

        assertEquals(laptop.poll(0, 5).body(), laptop.poll(0, 5).body());
        assertEquals(1, HttpDevice.read(laptop.poll(1, 5)).path("frames").size());
    }

    @Test
    void shouldLetTheNewestPollWin() {
        laptop.hello("laptop");
        CompletableFuture<HttpResponse<String>> older = laptop.pollMeanwhile(0, 50);
        // The older one must have come: it is answered only by the newer one, for nothing is said meanwhile.
        CompletableFuture<HttpResponse<String>> newer = null;
        while (!older.isDone()) {
            newer = laptop.pollMeanwhile(0, 50);
            CompletableFuture.anyOf(older, newer).join();
        }

        assertEquals("{\"frames\":[],\"cursor\":0}", older.join().body());
    }

    @Test
    void shouldRejectAMalformedCursor() {
        laptop.hello("laptop");

        HttpResponse<String> ahead = laptop.poll(5, 0);
        assertEquals(400, ahead.statusCode());
        assertTrue(ahead.body().contains("the last frame is 0"), ahead::body);
        assertEquals(400, laptop.poll(-1, 0).statusCode());
        assertEquals(400, laptop.stream("x").statusCode());
    }

    @Test
    void shouldHideASessionFromOtherDevices() {
        laptop.hello("laptop");
        HttpDevice stranger = device(Someone.with("laptop", tokens)).in(laptop.session());

        assertEquals(410, stranger.poll(0, 0).statusCode());
        assertEquals(410, stranger.say("{'type':'ping'}").statusCode());
        assertEquals(410, stranger.stream(null).statusCode());
        assertEquals(410, stranger.leave().statusCode());
        assertEquals(410, laptop.in("/v1/sessions/nonsense").poll(0, 0).statusCode());
    }

    @Test
    void shouldEndASessionAndAnswerTheWaitingPoll() {
        laptop.hello("laptop");
        CompletableFuture<HttpResponse<String>> poll = laptop.pollMeanwhile(0, 50);

        assertEquals(204, laptop.leave().statusCode());

        JsonNode closed = HttpDevice.read(poll.join()).path("closed");
        assertEquals(1000, closed.path("code").asInt());
        await().until(() -> !isOnline());
        assertEquals(410, laptop.say("{'type':'ping'}").statusCode());
    }

    @Test
    void shouldStreamFramesWithTheirNumbersAndHeadersForProxies() {
        laptop.hello("laptop");
        HttpResponse<java.io.InputStream> stream = laptop.stream(null);
        try (SseLines events = new SseLines(stream.body())) {
            laptop.say("[{'type':'ping'},{'type':'ping'}]");

            assertEquals(new SseLines.Event("1", "message", "{\"type\":\"pong\"}"), events.next());
            assertEquals(new SseLines.Event("2", "message", "{\"type\":\"pong\"}"), events.next());
        }
        assertEquals("no", stream.headers().firstValue("X-Accel-Buffering").orElse(""));
        assertEquals(
                "no-cache, no-transform",
                stream.headers().firstValue("Cache-Control").orElse(""));
        assertEquals(
                "text/event-stream; charset=utf-8",
                stream.headers().firstValue("Content-Type").orElse(""));
    }

    @Test
    void shouldResumeAfterTheLastEventId() {
        laptop.hello("laptop");
        laptop.say("[{'type':'ping'},{'type':'dance'},{'type':'ping'}]");
        try (SseLines events = new SseLines(laptop.stream(null).body())) {
            assertEquals("1", event(events).id());
        }

        try (SseLines events = new SseLines(laptop.stream("1").body())) {
            assertEquals("2", event(events).id());
            assertEquals("3", event(events).id());
        }
    }

    @Test
    void shouldSendCommentsWhileIdleAndReportTheEnd() {
        laptop.hello("laptop");
        try (SseLines events = new SseLines(laptop.stream(null).body())) {
            String line = events.line();
            while (line != null && !line.equals(":")) {
                line = events.line();
            }
            assertNotNull(line, "the stream has ended without a beat");

            laptop.say("{'type':'bye'}");

            SseLines.Event end = event(events);
            assertEquals("close", end.name());
            assertTrue(end.data().contains("\"may_return\":true"), end::data);
            assertNull(events.next());
        }
    }

    @Test
    void shouldLoseNoFrameBetweenTwoPolls() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<SessionLocation> session = session(laptop.hello("laptop"));
        List<String> told = new ArrayList<>();
        List<String> got = new ArrayList<>();
        long cursor = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String title = "n" + round;
            told.add(title);
            boolean before = random.nextBoolean();
            if (before) {
                channel.present(ann.user(), LAPTOP, session, presentation(title));
            }
            CompletableFuture<HttpResponse<String>> poll = laptop.pollMeanwhile(cursor, 40);
            if (!before) {
                channel.present(ann.user(), LAPTOP, session, presentation(title));
            }
            JsonNode answer = HttpDevice.read(poll.join());
            answer.path("frames").forEach(frame -> got.add(frame.path("title").asText()));
            cursor = answer.path("cursor").asLong();
        }

        assertEquals(told, got, () -> "seed " + seed);
    }

    @Test
    void shouldCloseASessionWithUnfetchedFrames() {
        List<SessionLocation> session = session(laptop.hello("laptop"));

        for (int i = 0; i < 600; i++) {
            channel.present(ann.user(), LAPTOP, session, presentation("n" + i));
        }

        await().until(() -> !isOnline());
        JsonNode kept = HttpDevice.read(laptop.poll(0, 0));
        HttpResponse<String> end = laptop.poll(kept.path("cursor").asLong(), 0);
        assertEquals("n0", kept.path("frames").path(0).path("title").asText());
        assertEquals(4004, HttpDevice.read(end).path("closed").path("code").asInt(), end::body);
    }

    private static SseLines.Event event(SseLines events) {
        SseLines.Event event = events.next();
        assertNotNull(event);
        return event;
    }

    private boolean isOnline() {
        return !presence.load(ann.user()).await().indefinitely().devices().isEmpty();
    }

    private static HttpDevice device(Someone someone) {
        return new HttpDevice("http://localhost:" + RestAssured.port, someone.token());
    }

    private List<SessionLocation> session(JsonNode welcome) {
        return List.of(new SessionLocation(new SessionId(welcome.path("session").asText()), self));
    }

    private DeviceMessage presentation(String title) {
        return new DeviceMessage(ann.notification(title, clock.instant()), 1, 1, true, clock.instant());
    }
}
