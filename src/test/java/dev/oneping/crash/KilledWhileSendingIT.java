package dev.oneping.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.webhook.Receiver;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service is killed while it sends webhooks, with attempts under way and more that wait. After the restart each event
 * reaches the receiver; some of those that were under way reach it twice, with the same id.
 */
class KilledWhileSendingIT {

    private static final int NOTIFICATIONS = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger taken = new AtomicInteger();

    @Test
    void shouldDeliverEveryEventWhenServiceIsKilledWhileSending(@TempDir Path folder) throws Exception {
        int port = ServiceProcess.freePort();
        Path data = Files.createDirectory(folder.resolve("redis"));
        try (Receiver receiver = Receiver.answering(this::takeWithoutHurry);
                EmbeddedRedis redis = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED)) {
            ServiceProcess first = ServiceProcess.start(redis.uri(), port, folder);
            subscribe(first.url(), receiver);
            Set<String> accepted = notifyEverybody(first.url());
            Awaitility.await().atMost(PATIENCE).until(() -> taken.get() >= NOTIFICATIONS / 4);

            first.kill();
            int before = receiver.calls.size();
            try (ServiceProcess second = ServiceProcess.start(redis.uri(), port, folder)) {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> brought(receiver).values().containsAll(accepted));

                Map<String, String> events = brought(receiver);
                System.out.printf(
                        "%d events, %d calls before the end and %d in all%n",
                        events.size(), before, receiver.calls.size());
                assertTrue(before < NOTIFICATIONS, "the service must have been killed while it had more to send");
                assertEquals(accepted, new HashSet<>(events.values()));
                assertEquals(NOTIFICATIONS, events.size(), "an event has one id, however often it comes");
            }
        }
    }

    /** A receiver slower than the rate of notifications, so that attempts are always in flight. */
    private void takeWithoutHurry(HttpServerRequest request) {
        Vertx.currentContext().owner().setTimer(300, ignored -> {
            taken.incrementAndGet();
            request.response().setStatusCode(204).end();
        });
    }

    private void subscribe(URI service, Receiver receiver) throws IOException {
        post(
                service,
                "/v1/subscriptions",
                "{\"url\":\"%s\",\"types\":[\"notification.accepted\"]}".formatted(receiver.url()));
    }

    private Set<String> notifyEverybody(URI service) throws IOException {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < NOTIFICATIONS; i++) {
            ids.add(post(service, "/v1/notify", "{\"to\":{\"user\":\"user%d\"},\"title\":\"Hi\"}".formatted(i % 50))
                    .path("id")
                    .asText());
        }
        return ids;
    }

    /** The notification of each event. */
    private static Map<String, String> brought(Receiver receiver) throws IOException {
        Map<String, String> events = new HashMap<>();
        for (Receiver.Call call : receiver.calls) {
            JsonNode event = JSON.readTree(call.body());
            events.put(call.header("webhook-id"), event.at("/data/notification").asText());
        }
        return events;
    }

    /** As the service asks for it, a request that it could not answer comes again, with the same key. */
    private JsonNode post(URI service, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(service.resolve(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + ServiceProcess.KEY)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .until(
                        () -> client.send(request, HttpResponse.BodyHandlers.ofString()),
                        answer -> answer.statusCode() != 503);
        assertTrue(response.statusCode() < 300, response::body);
        return JSON.readTree(response.body());
    }
}
