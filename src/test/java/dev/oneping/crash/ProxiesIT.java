package dev.oneping.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Debian's nginx and haproxy, not tuned for it, stand in front of every transport that waits. */
class ProxiesIT {

    /** Less than the pause between two heartbeats, which would push out what a proxy holds back. */
    private static final int SOON_SECONDS = 12;

    @TempDir
    private static Path folder;

    private static EmbeddedRedis redis;
    private static ServiceProcess service;
    private static ServiceApi api;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws IOException {
        redis = EmbeddedRedis.start(Files.createDirectory(folder.resolve("redis")), RedisBinary.PATH_OR_BUNDLED);
        service = ServiceProcess.start(redis.uri(), ServiceProcess.freePort(), folder);
        api = new ServiceApi(service.url());
    }

    @AfterAll
    static void end() throws InterruptedException {
        service.close();
        redis.close();
    }

    @ParameterizedTest
    @EnumSource(ReverseProxy.Kind.class)
    void shouldPassFramesOfStreamAtOnce(ReverseProxy.Kind kind) throws Exception {
        try (ReverseProxy proxy = before(kind)) {
            String user = "stream-" + kind;
            String token = api.token(user, "laptop");
            String session = session(proxy, token);

            Lines lines = lines(proxy, "/v1/sessions/" + session + "/stream", token);
            notify(user);

            lines.await("\"notify\"");
        }
    }

    @ParameterizedTest
    @EnumSource(ReverseProxy.Kind.class)
    void shouldPassEventsOfFeedAtOnce(ReverseProxy.Kind kind) throws Exception {
        try (ReverseProxy proxy = before(kind)) {
            String user = "feed-" + kind;

            Lines lines = lines(proxy, "/v1/events/stream?types=notification.*", ServiceProcess.KEY);
            notify(user);

            lines.await(user);
        }
    }

    @ParameterizedTest
    @EnumSource(ReverseProxy.Kind.class)
    void shouldAnswerLongPollWhenSomethingHappens(ReverseProxy.Kind kind) throws Exception {
        try (ReverseProxy proxy = before(kind)) {
            String user = "poll-" + kind;
            String token = api.token(user, "laptop");
            String session = session(proxy, token);

            CompletableFuture<HttpResponse<String>> poll = http.sendAsync(
                    get(proxy, "/v1/sessions/" + session + "/poll?after=0", token)
                            .header("Prefer", "wait=30")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            notify(user);

            HttpResponse<String> answer = poll.get(SOON_SECONDS, TimeUnit.SECONDS);
            assertEquals(200, answer.statusCode(), answer::body);
            assertTrue(answer.body().contains("\"notify\""), answer::body);
        }
    }

    @ParameterizedTest
    @EnumSource(ReverseProxy.Kind.class)
    void shouldPassFramesOfWebSocket(ReverseProxy.Kind kind) throws Exception {
        try (ReverseProxy proxy = before(kind)) {
            String user = "socket-" + kind;
            Frames frames = new Frames();
            WebSocket socket = http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + api.token(user, "laptop"))
                    .buildAsync(URI.create(proxy.url().toString().replace("http:", "ws:") + "/v1/connect"), frames)
                    .get(SOON_SECONDS, TimeUnit.SECONDS);

            socket.sendText("{\"type\":\"hello\",\"device\":\"laptop\",\"platform\":\"web\"}", true);
            frames.lines.await("\"welcome\"");
            notify(user);

            frames.lines.await("\"notify\"");
            socket.abort();
        }
    }

    private static ReverseProxy before(ReverseProxy.Kind kind) throws IOException {
        assumeTrue(kind.isInstalled(), () -> kind + " is not installed: it is not tested here");
        return ReverseProxy.start(kind, service.url(), folder);
    }

    private static void notify(String user) throws IOException, InterruptedException {
        api.post("/v1/notify", "{\"to\":{\"user\":\"%s\"},\"title\":\"Hello\"}".formatted(user));
    }

    private String session(ReverseProxy proxy, String token) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                get(proxy, "/v1/sessions", token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"type\":\"hello\",\"device\":\"laptop\",\"platform\":\"web\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode body = ServiceApi.JSON.readTree(answer.body());
        assertTrue(body.has("session"), answer::body);
        return body.get("session").asText();
    }

    /** Opens a stream; its headers must come although nothing happens. */
    private Lines lines(ReverseProxy proxy, String path, String token) throws Exception {
        HttpResponse<InputStream> answer = http.sendAsync(
                        get(proxy, path, token)
                                .header("Accept", "text/event-stream")
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                .get(SOON_SECONDS, TimeUnit.SECONDS);
        assertEquals(200, answer.statusCode());
        Lines lines = new Lines();
        Thread.ofVirtual().start(() -> {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines.queue::add);
            } catch (IOException | java.io.UncheckedIOException e) {
                lines.queue.add("ended: " + e);
            }
        });
        return lines;
    }

    private static HttpRequest.Builder get(ReverseProxy proxy, String path, String token) {
        return HttpRequest.newBuilder(URI.create(proxy.url() + path)).header("Authorization", "Bearer " + token);
    }

    /** Lines as they arrive. */
    private static final class Lines {

        private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();

        void await(String part) throws InterruptedException {
            StringBuilder seen = new StringBuilder();
            for (String line = next(); line != null; line = next()) {
                seen.append(line).append('\n');
                if (line.contains(part)) {
                    return;
                }
            }
            throw new AssertionError("no " + part + " in:\n" + seen);
        }

        private String next() throws InterruptedException {
            return queue.poll(SOON_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static final class Frames implements WebSocket.Listener {

        private final Lines lines = new Lines();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            lines.queue.add(data.toString());
            socket.request(1);
            return null;
        }
    }
}
