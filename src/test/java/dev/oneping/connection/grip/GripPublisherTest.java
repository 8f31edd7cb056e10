package dev.oneping.connection.grip;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Publishing to a control port whose answers the test determines. */
class GripPublisherTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Queue<List<String>> requests = new ConcurrentLinkedQueue<>();
    private final Queue<String> credentials = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<PublishResult> outcomes = new ConcurrentLinkedQueue<>();
    private final HttpServer control = vertx.createHttpServer()
            .requestHandler(this::take)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();

    @AfterEach
    void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldPublishInTheFormThatFastlyRequires() {
        GripPublisher publisher = publisher(Map.of());

        publish(publisher, proxy("secret"), "a");

        await().until(() -> outcomes.contains(PublishResult.TAKEN));
        assertEquals(List.of("a"), requests.peek());
        assertEquals("Bearer secret, secret, /service/of-yours/publish/", credentials.peek());
        assertEquals(
                1,
                registry.counter("oneping.grip.items", "outcome", "published").count());
    }

    @Test
    void shouldKeepTheOrderAndBatchQueuedItems() {
        GripPublisher publisher = publisher(Map.of());
        List<String> channels = IntStream.range(0, 1_000).mapToObj(i -> "c" + i).toList();

        channels.forEach(channel -> publish(publisher, proxy(null), channel));

        await().until(() -> outcomes.size() == 1_000);
        assertEquals(channels, requests.stream().flatMap(List::stream).toList());
        assertTrue(requests.size() < 100, requests.size() + " requests");
    }

    @Test
    void shouldRetryTransientFailures() {
        GripPublisher publisher = publisher(Map.of());
        answers.addAll(List.of(503, 429, -1));

        publish(publisher, proxy(null), "a");
        publish(publisher, proxy(null), "b");

        await().until(() -> outcomes.size() == 2);
        assertEquals(List.of(PublishResult.TAKEN, PublishResult.TAKEN), List.copyOf(outcomes));
        assertEquals(3, registry.counter("oneping.grip.publish.retries").count());
    }

    @Test
    void shouldNotRetryRejectedItems() {
        GripPublisher publisher = publisher(Map.of());
        answers.add(400);

        publish(publisher, proxy(null), "bad");

        await().until(() -> outcomes.contains(PublishResult.REFUSED));
        assertEquals(1, requests.size());
    }

    @Test
    void shouldPublishTheValidItemsOfARejectedBatch() {
        GripPublisher publisher = publisher(Map.of());
        answers.add(503);

        List.of("first", "a", "bad", "b").forEach(channel -> publish(publisher, proxy(null), channel));

        await().until(() -> outcomes.size() == 4);
        assertEquals(
                List.of(PublishResult.TAKEN, PublishResult.TAKEN, PublishResult.REFUSED, PublishResult.TAKEN),
                List.copyOf(outcomes));
    }

    @Test
    void shouldGiveUpOnAnUnreachableProxy() {
        GripPublisher publisher = publisher(Map.of("oneping.grip.publish-attempts", "2"));
        GripProxy nobody = new GripProxy(
                "nobody",
                SignatureKey.of("k"),
                null,
                List.of(URI.create("http://127.0.0.1:1/publish/")),
                null,
                null,
                "POST");

        publish(publisher, nobody, "a");

        await().until(() -> outcomes.contains(PublishResult.FAILED));
        assertEquals(
                1, registry.counter("oneping.grip.items", "outcome", "failed").count());
        assertEquals(0, registry.get("oneping.grip.items.waiting").gauge().value());
    }

    @Test
    void shouldEnforceTheQueueLimit() {
        GripPublisher publisher = publisher(Map.of("oneping.grip.waiting", "3"));
        for (int i = 0; i < 3; i++) {
            answers.add(503);
        }

        List.of("a", "b", "c", "d", "e").forEach(channel -> publish(publisher, proxy(null), channel));

        assertEquals(List.of(PublishResult.FAILED, PublishResult.FAILED), List.copyOf(outcomes));
        await().until(() -> outcomes.size() == 5);
        assertEquals(
                2, registry.counter("oneping.grip.items", "outcome", "dropped").count());
    }

    @Test
    void shouldPublishToEveryInstance() {
        GripPublisher publisher = publisher(Map.of("oneping.grip.publish-attempts", "1"));
        URI here = URI.create("http://127.0.0.1:" + control.actualPort() + "/publish/");
        GripProxy two = new GripProxy(
                "two",
                SignatureKey.of("k"),
                null,
                List.of(here, URI.create(here + "?second"), URI.create("http://127.0.0.1:1/")),
                null,
                null,
                "POST");

        publish(publisher, two, "a");

        await().until(() -> outcomes.contains(PublishResult.TAKEN));
        assertEquals(2, requests.size());
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            List<String> channels = channels(body.toString());
            requests.add(channels);
            String credential = request.getHeader("Authorization");
            credentials.add(credential + ", " + request.getHeader("Fastly-Key") + ", " + request.path());
            Integer wanted = answers.poll();
            int status = wanted != null ? wanted : channels.contains("bad") ? 400 : 200;
            if (status < 0) {
                request.connection().close();
            } else {
                request.response().setStatusCode(status).end(status == 200 ? "Published\n" : "no");
            }
        });
    }

    private static List<String> channels(String body) {
        try {
            List<String> channels = new java.util.ArrayList<>();
            for (JsonNode item : JSON.readTree(body).path("items")) {
                channels.add(item.path("channel").asText());
            }
            return channels;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void publish(GripPublisher publisher, GripProxy proxy, String channel) {
        publisher.publish(proxy, PublishItem.on(channel, 1).message("hi"), outcomes::add);
    }

    private GripProxy proxy(@org.jspecify.annotations.Nullable String token) {
        URI uri = URI.create("http://127.0.0.1:" + control.actualPort() + "/service/of-yours/publish/");
        return new GripProxy("test", SignatureKey.of("k"), null, List.of(uri), token, null, "POST");
    }

    private GripPublisher publisher(Map<String, String> settings) {
        GripConfig config = new SmallRyeConfigBuilder()
                .withMapping(GripConfig.class)
                .withDefaultValues(settings)
                .withConverter(java.time.Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .build()
                .getConfigMapping(GripConfig.class);
        return new GripPublisher(vertx, config, new GripMetrics(registry));
    }
}
