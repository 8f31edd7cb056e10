package dev.oneping.feed;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.events.EventLog;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import dev.oneping.testing.HttpDevice;
import dev.oneping.testing.RedisServer;
import dev.oneping.testing.SseLines;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same events by poll, by server-sent events and by WebSocket, with the same cursor. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class FeedsTest {

    private static final int MANY = Integer.getInteger("oneping.feed.events", 2_000);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Inject
    ApiKeys keys;

    @Inject
    FeedReaders readers;

    @Inject
    EventLog log;

    @Inject
    Shards shards;

    @Inject
    RedisPipeline redis;

    private TenantId tenant;
    private String key;

    @BeforeEach
    void login() {
        tenant = new TenantId("t" + Long.toHexString(new SecureRandom().nextLong()));
        key = key(Scope.EVENTS);
    }

    @Test
    void shouldGoOnWithTheSameCursorOnEveryFeed() throws Exception {
        happens("ann", 0, 6);
        JsonPath page = poll("limit=2");
        List<String> read = new ArrayList<>(page.getList("data.id"));
        String cursor = page.getString("next_cursor");

        try (SseLines stream = new SseLines(stream("", cursor))) {
            for (int i = 0; i < 2; i++) {
                SseLines.Event event = event(stream);
                read.add(HttpDevice.read(event.data()).path("id").asText());
                cursor = event.id();
            }
        }
        try (FeedSocket socket = socket("after=" + cursor)) {
            JsonNode event = socket.next();
            read.add(event.path("id").asText());
            cursor = event.path("cursor").asText();
        }
        page = poll("after=" + cursor);
        read.addAll(page.getList("data.id"));

        assertEquals(poll("").getList("data.id"), read);
        assertEquals(6, read.size());
    }

    /** Half of them are there when the reader comes, half come while it reads; {@code -Doneping.feed.events=N} for more. */
    @Test
    void shouldStreamEveryEventOnceWhenCatchingUp() throws Exception {
        happens("ann", 0, MANY / 2);
        List<String> streamed = new ArrayList<>();
        List<String> sent = new ArrayList<>();
        try (SseLines stream = new SseLines(stream("", null));
                FeedSocket socket = socket("")) {
            Thread writer = Thread.ofVirtual().start(() -> happens("ann", MANY / 2, MANY));
            while (streamed.size() < MANY) {
                streamed.add(
                        HttpDevice.read(event(stream).data()).at("/data/device").asText());
            }
            while (sent.size() < MANY) {
                sent.add(socket.next().at("/data/device").asText());
            }
            writer.join();
        }

        List<String> expected = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            expected.add("d" + i);
        }
        assertEquals(expected, streamed);
        assertEquals(expected, sent);
    }

    @Test
    void shouldSpeakCloudEventsOverTheSocket() throws Exception {
        happens("ann", 0, 1);
        try (FeedSocket socket = socket("")) {
            assertEquals("cloudevents.json", socket.socket().getSubprotocol());
            JsonNode event = socket.next();
            assertEquals("1.0", event.path("specversion").asText());
            assertEquals("device.registered", event.path("type").asText());
            assertEquals("ann", event.path("subject").asText());
            assertEquals("application/json", event.path("datacontenttype").asText());
            assertEquals("0000000000000001", event.path("sequence").asText());
        }
    }

    @Test
    void shouldSelectByTypeByPersonAndByFilter() throws Exception {
        happens("ann", 0, 2);
        happens("ben", 0, 3);

        assertEquals(3, poll("users=ben").getList("data").size());
        assertEquals(
                0,
                poll("filters=" + encoded("[{\"prefix\":{\"type\":\"notification.\"}}]"))
                        .getList("data")
                        .size());
        String filters = "[{\"exact\":{\"subject\":\"ann\"}}]";
        assertEquals(2, poll("filters=" + encoded(filters)).getList("data").size());
        try (FeedSocket socket = socket("users=ben")) {
            assertEquals("ben", socket.next().path("subject").asText());
        }
        try (SseLines stream = new SseLines(stream("filters=" + encoded(filters), null))) {
            assertEquals(
                    "ann", HttpDevice.read(event(stream).data()).path("subject").asText());
        }
        polling("filters=" + encoded("[{\"sql\":\"x\"}]"), key)
                .then()
                .statusCode(400)
                .body("errors[0].parameter", equalTo("filters"));
    }

    @Test
    void shouldNameATypeThatNoEventHas() {
        polling("types=notification.actd", key)
                .then()
                .statusCode(400)
                .body("errors[0].parameter", equalTo("types"))
                .body(
                        "detail",
                        equalTo("There is no event type 'notification.actd'; GET /v1/event-types lists all types."));
    }

    @Test
    void shouldRequireEventsScopeOnEveryFeed() throws Exception {
        String other = key(Scope.NOTIFY);

        polling("", other).then().statusCode(403);
        RestAssured.get("/v1/events").then().statusCode(401);
        assertEquals(403, streamStatus(other));
        assertEquals(401, streamStatus("nonsense"));
        CompletionException refused =
                assertThrows(CompletionException.class, () -> FeedSocket.open("", other, "cloudevents.json"));
        assertTrue(String.valueOf(refused.getCause()).contains("WebSocketHandshakeException"), refused::toString);
        assertThrows(CompletionException.class, () -> FeedSocket.open("", key, "graphql-ws"));
    }

    @Test
    void shouldRejectMalformedAndExpiredCursors() throws Exception {
        polling("after=nonsense", key).then().statusCode(400).body("errors[0].parameter", equalTo("after"));
        Cursor old = new Cursor(Map.of(), Instant.now().minus(Duration.ofDays(100)));
        polling("after=" + old.encode(), key)
                .then()
                .statusCode(410)
                .body("code", equalTo("cursor-expired"))
                .body("detail", containsString("without 'after'"));
    }

    @Test
    void shouldWaitForNextEvent() {
        CompletableFuture<JsonPath> waiting = CompletableFuture.supplyAsync(() -> poll("wait=30"));
        assertEquals(0, poll("wait=0").getList("data").size(), "there is nothing yet");

        happens("ann", 0, 1);

        assertEquals(1, waiting.join().getList("data").size());
    }

    private void happens(String name, int from, int to) {
        UserRef user = new UserRef(tenant, new UserId(name));
        Shard shard = shards.of(user);
        for (int i = from; i < to; i++) {
            redis.command(
                            Command.XADD,
                            log.key(shard),
                            "*",
                            "type",
                            "device.registered",
                            "user",
                            user.toString(),
                            "version",
                            Integer.toString(i + 1),
                            "data",
                            "{\"device\":\"d" + i + "\",\"platform\":\"web\"}")
                    .await()
                    .indefinitely();
        }
    }

    private JsonPath poll(String query) {
        String wait = query.contains("wait") ? "" : "&wait=2";
        String limit = query.contains("limit") ? "" : "&limit=250";
        return polling((query + wait + limit).replaceFirst("^&", ""), key)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static io.restassured.response.Response polling(String query, String with) {
        return RestAssured.given()
                .urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + with)
                .get("/v1/events" + (query.isEmpty() ? "" : "?" + query));
    }

    /** A proxy passes nothing on before the headers, and an {@code EventSource} is open only after them. */
    @Test
    void shouldBeginAStreamAtOnceWithHeadersThatKeepProxiesFromBuffering() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(at("http", "/v1/events/stream"))
                .header("Authorization", "Bearer " + key)
                .build();
        HttpResponse<InputStream> answer = HTTP.send(request, BodyHandlers.ofInputStream());
        try (SseLines stream = new SseLines(answer.body())) {
            assertEquals(200, answer.statusCode());
            assertEquals(
                    "no-cache, no-transform",
                    answer.headers().firstValue("Cache-Control").orElse(""));
            assertEquals("no", answer.headers().firstValue("X-Accel-Buffering").orElse(""));
            assertTrue(String.valueOf(stream.line()).startsWith("retry: "));
            assertEquals(": here", stream.line());
            assertEquals("", stream.line());
            happens("ann", 0, 1);
            assertTrue(String.valueOf(stream.line()).startsWith("id: "));
            assertTrue(String.valueOf(stream.line()).startsWith("data: {"));
            assertEquals("", stream.line());
        }
    }

    @Test
    void shouldAnswerAStreamAfterAnExpiredCursorWith410() throws Exception {
        String expired = new Cursor(Map.of(0, Cursor.Position.START), Instant.EPOCH).encode();
        for (String query : List.of("after=" + expired, "")) {
            HttpRequest.Builder request = HttpRequest.newBuilder(at("http", "/v1/events/stream?" + query))
                    .header("Authorization", "Bearer " + key);
            if (query.isEmpty()) {
                request.header("Last-Event-ID", expired);
            }
            assertEquals(
                    410, HTTP.send(request.build(), BodyHandlers.discarding()).statusCode());
        }
    }

    /** The log was trimmed to its length meanwhile, which only a read can tell. */
    @Test
    void shouldAnswerAStreamAfterDeletedEventsWith410() throws Exception {
        happens("ann", 0, 1);
        String cursor = poll("").getString("next_cursor");
        Shard shard = shards.of(new UserRef(tenant, new UserId("ann")));
        for (int i = 0; i < log.keep() + 10; i += 1_000) {
            happens("ann", i, i + 1_000);
        }
        redis.command(Command.XTRIM, log.key(shard), "MAXLEN", log.keep())
                .await()
                .indefinitely();
        HttpRequest request = HttpRequest.newBuilder(at("http", "/v1/events/stream?after=" + cursor))
                .header("Authorization", "Bearer " + key)
                .build();
        assertEquals(410, HTTP.send(request, BodyHandlers.discarding()).statusCode());
        redis.command(Command.DEL, log.key(shard)).await().indefinitely();
    }

    @Test
    void shouldEndEveryFeedOfARevokedKeyAtOnce() throws Exception {
        ApiKeys.NewKey other =
                keys.create(tenant, "other", Set.of(Scope.EVENTS)).await().indefinitely();
        HttpRequest.Builder request = HttpRequest.newBuilder(at("http", "/v1/events/stream"))
                .header("Authorization", "Bearer " + other.key());
        CompletableFuture<Integer> poll = HTTP.sendAsync(
                        HttpRequest.newBuilder(at("http", "/v1/events?wait=55"))
                                .header("Authorization", "Bearer " + other.key())
                                .build(),
                        BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
        try (SseLines stream = new SseLines(
                        HTTP.send(request.build(), BodyHandlers.ofInputStream()).body());
                FeedSocket socket = FeedSocket.open("", other.key(), "cloudevents.json")) {
            Awaitility.await().until(() -> readers.count(tenant, other.id()) == 3);

            keys.delete(tenant, other.id()).await().indefinitely();

            assertNull(stream.next());
            assertEquals(401, poll.get(30, TimeUnit.SECONDS));
            assertEquals(4511, socket.closed.get(30, TimeUnit.SECONDS));
            Awaitility.await().until(() -> readers.count(tenant, other.id()) == 0);
        }
    }

    private InputStream stream(String query, @Nullable String last) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(at("http", "/v1/events/stream?" + query))
                .header("Authorization", "Bearer " + key);
        if (last != null) {
            request.header("Last-Event-ID", last);
        }
        return HTTP.send(request.build(), BodyHandlers.ofInputStream()).body();
    }

    private static int streamStatus(String with) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(at("http", "/v1/events/stream"))
                .header("Authorization", "Bearer " + with)
                .build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }

    private FeedSocket socket(String query) {
        return FeedSocket.open(query, key, "cloudevents.json");
    }

    private static URI at(String scheme, String path) {
        return URI.create(scheme + "://localhost:" + RestAssured.port + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static SseLines.Event event(SseLines stream) {
        SseLines.Event event = stream.next();
        assertNotNull(event);
        return event;
    }

    private String key(Scope scope) {
        return keys.create(tenant, "test", Set.of(scope)).await().indefinitely().key();
    }
}
