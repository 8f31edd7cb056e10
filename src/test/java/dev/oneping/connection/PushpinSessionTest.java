package dev.oneping.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.model.NodeId;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.testing.HttpDevice;
import dev.oneping.testing.Pushpin;
import dev.oneping.testing.SseLines;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Polls and streams held by a real Pushpin, while this service answers each at once. */
@Tag("service")
@QuarkusTest
@TestProfile(BehindPushpin.class)
@EnabledIf(
        value = "dev.oneping.testing.Pushpin#isInstalled",
        disabledReason = "there is no pushpin on the PATH: install the packages pushpin and zurl")
class PushpinSessionTest {

    private static final String PONG = "{\"type\":\"pong\"}";
    private static final String GOAWAY = "{\"type\":\"goaway\",\"reconnect_after_ms\":1500}";

    @Inject
    DeviceTokens tokens;

    @Inject
    PresenceStore presence;

    @Inject
    LocalSessions local;

    @Inject
    MeterRegistry metrics;

    @Inject
    DeviceChannel channel;

    @Inject
    NodeId self;

    @Inject
    Clock clock;

    private static @Nullable Pushpin running;

    private Someone ann;
    private HttpDevice laptop;
    private List<SessionLocation> session;

    @BeforeEach
    void start() {
        Pushpin pushpin = running != null && running.isAlive() ? running : Pushpin.before(RestAssured.port);
        running = pushpin;
        ann = Someone.with("laptop", tokens);
        laptop = new HttpDevice("http://localhost:" + pushpin.port(), ann.token());
        session = List.of(new SessionLocation(
                new SessionId(laptop.hello("laptop").path("session").asText()), self));
    }

    @AfterAll
    static void end() {
        if (running != null) {
            running.close();
        }
    }

    @Test
    void shouldStreamEarlierAndNewFramesInOrder() {
        laptop.say("[{'type':'ping'},{'type':'ping'}]");
        HttpResponse<InputStream> stream = laptop.stream(null);
        try (SseLines events = new SseLines(stream.body())) {
            assertEquals(new SseLines.Event("1", "message", PONG), events.next());
            assertEquals(new SseLines.Event("2", "message", PONG), events.next());

            IntStream.range(0, 50).forEach(i -> laptop.say("{'type':'ping'}"));

            for (int number = 3; number <= 52; number++) {
                assertEquals(new SseLines.Event(Integer.toString(number), "message", PONG), events.next());
            }
        }
        assertEquals(
                "text/event-stream; charset=utf-8",
                stream.headers().firstValue("Content-Type").orElse(""));
        assertTrue(
                stream.headers().map().keySet().stream().noneMatch(name -> name.startsWith("Grip")),
                "what is for the proxy is not for its client");
    }

    @Test
    void shouldResumeAfterTheLastEventId() {
        laptop.say("[{'type':'ping'},{'type':'ping'},{'type':'ping'}]");
        try (SseLines events = new SseLines(laptop.stream("1").body())) {
            assertEquals("2", event(events).id());
            assertEquals("3", event(events).id());
            laptop.say("{'type':'ping'}");
            assertEquals("4", event(events).id());
        }
    }

    /**
     * Nothing tells that the client is there but that the proxy asks. Three questions take longer than a silent one
     * survives.
     */
    @Test
    void shouldKeepASilentButHeldStream() {
        try (SseLines events = new SseLines(laptop.stream(null).body())) {
            double before = signatures();
            await().atMost(Duration.ofSeconds(90)).until(() -> signatures() - before >= 3);

            assertTrue(isOnline());
            laptop.say("{'type':'ping'}");
            assertEquals("1", event(events).id());
        }
    }

    /** Pushpin 1.36 tells nobody that a stream's client has left. It stops asking. */
    @Test
    void shouldEndTheSessionOfAnAbandonedStream() {
        SseLines events = new SseLines(laptop.stream(null).body());
        laptop.say("{'type':'ping'}");
        assertEquals("1", event(events).id());

        events.close();

        await().atMost(Duration.ofSeconds(30)).until(() -> !isOnline());
    }

    @Test
    void shouldReportTheEndOfTheSession() {
        try (SseLines events = new SseLines(laptop.stream(null).body())) {
            laptop.say("[{'type':'ping'},{'type':'bye'}]");

            assertEquals("1", event(events).id());
            SseLines.Event end = event(events);
            assertEquals("close", end.name());
            assertTrue(end.data().contains("\"code\":1000"), end::data);
            assertNull(events.next());
        }
    }

    @Test
    void shouldEndAStreamReplacedByANewerOne() {
        try (SseLines older = new SseLines(laptop.stream(null).body());
                SseLines newer = new SseLines(laptop.stream(null).body())) {
            laptop.say("{'type':'ping'}");

            assertEquals("1", event(newer).id());
            assertNull(older.next());
        }
    }

    @Test
    void shouldAnswerAPollAtOnceOrWhenAFrameComes() {
        assertEquals("{\"frames\":[],\"cursor\":0}", laptop.poll(0, 0).body());
        laptop.say("{'type':'ping'}");
        assertEquals(
                "{\"frames\":[" + PONG + "],\"cursor\":1}", laptop.poll(0, 30).body());

        List<String> bodies = new ArrayList<>();
        for (long cursor = 1; cursor <= 20; cursor++) {
            CompletableFuture<HttpResponse<String>> poll = laptop.pollMeanwhile(cursor, 50);
            laptop.say("{'type':'ping'}");
            bodies.add(poll.join().body());
            assertEquals("{\"frames\":[" + PONG + "],\"cursor\":" + (cursor + 1) + "}", bodies.getLast());
        }
    }

    /** Also between our answer and the moment in which the proxy listens; as often as {@code -Doneping.polls} says. */
    @Test
    void shouldLoseNoFramePublishedWhileAPollArrives() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int polls = Integer.getInteger("oneping.polls", 200);
        for (long cursor = 0; cursor < polls; cursor++) {
            CompletableFuture<HttpResponse<String>> poll = laptop.pollMeanwhile(cursor, 50);
            LockSupport.parkNanos(random.nextInt(8_000_000));
            present("n" + cursor);

            JsonNode answer = HttpDevice.read(poll.join());
            assertEquals("n" + cursor, answer.at("/frames/0/title").asText(), () -> "seed " + seed + ": " + answer);
            assertEquals(cursor + 1, answer.path("cursor").asLong());
        }
    }

    /** More than the proxy and the session hold together, but not more than that at once. */
    @Test
    void shouldStreamOneBurstAfterTheOtherInOrder() {
        try (SseLines events = new SseLines(laptop.stream(null).body())) {
            for (int first = 1; first < 1_000; first += 100) {
                IntStream.range(first, first + 100).forEach(i -> present("n" + i));

                for (int i = first; i < first + 100; i++) {
                    assertEquals(Integer.toString(i), event(events).id());
                }
            }
        }
    }

    /** The proxy sends the request again, at first by itself and then at each heartbeat; the client notices nothing. */
    @Test
    void shouldHoldAPollUntilItsWaitEnds() {
        double before = signatures();
        CompletableFuture<HttpResponse<String>> poll = laptop.pollMeanwhile(0, 12);
        await().atMost(Duration.ofSeconds(12)).until(() -> signatures() - before >= 3);
        assertFalse(poll.isDone());

        HttpResponse<String> answer = poll.join();

        assertEquals("{\"frames\":[],\"cursor\":0}", answer.body());
        assertEquals(
                "wait=12", answer.headers().firstValue("Preference-Applied").orElse(""));
        assertTrue(isOnline());
    }

    @Test
    void shouldReportTheEndToAWaitingPoll() {
        CompletableFuture<HttpResponse<String>> poll = laptop.pollMeanwhile(0, 50);
        await().until(() -> poll.isDone() || signatures() > 0);

        assertEquals(204, laptop.leave().statusCode());

        JsonNode closed = HttpDevice.read(poll.join()).path("closed");
        assertEquals(1000, closed.path("code").asInt());
    }

    /** A poll has one answer: what is told apart from the end would never be told with it. */
    @Test
    void shouldDeliverGoawayWithTheEndToAWaitingPoll() {
        double before = signatures();
        CompletableFuture<HttpResponse<String>> poll = laptop.pollMeanwhile(0, 50);
        await().until(() -> signatures() > before);

        sendAway();

        assertEquals(
                "{\"frames\":[" + GOAWAY + "],\"cursor\":1,"
                        + "\"closed\":{\"code\":4001,\"reason\":\"shutdown\",\"may_return\":true}}",
                poll.join().body());
        assertEquals(poll.join().body(), laptop.poll(0, 0).body(), "who asks only now is told the same");
    }

    @Test
    void shouldDeliverGoawayToAStreamBeforeTheEnd() {
        try (SseLines events = new SseLines(laptop.stream(null).body())) {
            laptop.say("{'type':'ping'}");
            assertEquals("1", event(events).id());

            sendAway();

            assertEquals(new SseLines.Event("2", "message", GOAWAY), event(events));
            assertEquals("close", event(events).name());
        }
    }

    private void sendAway() {
        for (Connection connection : local.of(new DeviceAddress(ann.user(), ann.device()))) {
            connection.loop().run(() -> connection.close(CloseCode.SHUTDOWN, GOAWAY));
        }
    }

    @Test
    void shouldEndTheSessionOfAnAbandonedPoll() {
        CompletableFuture<HttpResponse<String>> poll = laptop.pollMeanwhile(0, 50);
        double before = signatures();
        await().until(() -> signatures() > before);

        poll.cancel(true);

        await().atMost(Duration.ofSeconds(30)).until(() -> !isOnline());
    }

    private void present(String title) {
        channel.present(
                ann.user(),
                ann.device(),
                session,
                new DeviceMessage(ann.notification(title, clock.instant()), 1, 1, true, clock.instant()));
    }

    private double signatures() {
        return metrics.counter("oneping.grip.signatures", "verified", "true").count();
    }

    private static SseLines.Event event(SseLines events) {
        SseLines.Event event = events.next();
        assertNotNull(event);
        return event;
    }

    private boolean isOnline() {
        return !presence.load(ann.user()).await().indefinitely().devices().isEmpty();
    }
}
