package dev.oneping.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand notifications are on their way when the service is killed with no chance to tidy up. After the restart every
 * one that was accepted goes on to its answer, and none is answered twice.
 */
class KilledServiceIT {

    private static final int NOTIFICATIONS = 1_000;
    private static final int PEOPLE = 20;
    private static final int PUBLISHERS = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Map<String, String> tokens = new HashMap<>();
    private final Map<String, AckingDevice> devices = new HashMap<>();

    @Test
    void shouldLoseNothingAndAnswerNothingTwiceWhenTheServiceIsKilled(@TempDir Path folder) throws Exception {
        int port = ServiceProcess.freePort();
        Path data = Files.createDirectory(folder.resolve("redis"));
        try (EmbeddedRedis redis = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED)) {
            ServiceProcess first = ServiceProcess.start(redis.uri(), port, folder);
            connectEverybody(first.url());

            int refused = notifyAndKillHalfWay(first);
            try (ServiceProcess second = ServiceProcess.start(redis.uri(), port, folder)) {
                devices.forEach((user, device) -> device.reconnect(client, second.url(), tokens.get(user)));

                Map<String, Integer> answers = awaitAnswers(second.url());

                System.out.printf("%d accepted, %d met no service, every one answered%n", accepted.size(), refused);
                assertTrue(refused > 0, "the service must have been killed while it was being asked");
                answers.forEach((id, times) -> assertEquals(1, times, id + " was answered more than once"));
            }
        }
    }

    private void connectEverybody(URI service) throws Exception {
        for (int i = 0; i < PEOPLE; i++) {
            String user = "user" + i;
            JsonNode answer = post(service, "/v1/tokens", "{\"user\":\"" + user + "\",\"device\":\"laptop\"}");
            tokens.put(user, answer.get("token").asText());
            devices.put(user, AckingDevice.connect(client, service, tokens.get(user)));
        }
    }

    private int notifyAndKillHalfWay(ServiceProcess service) throws Exception {
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        try (ExecutorService publishers = Executors.newFixedThreadPool(PUBLISHERS)) {
            for (int i = 0; i < NOTIFICATIONS; i++) {
                String user = "user" + i % PEOPLE;
                publishers.submit(() -> {
                    if (sent.incrementAndGet() == NOTIFICATIONS / 2) {
                        service.kill();
                    }
                    try {
                        accepted.add(notify(service.url(), user));
                    } catch (IOException e) {
                        refused.incrementAndGet();
                    }
                    return null;
                });
            }
        }
        return refused.get();
    }

    private String notify(URI service, String user) throws Exception {
        String body = "{\"to\":{\"user\":\"" + user + "\"},\"title\":\"Still there?\",\"priority\":\"critical\"}";
        return post(service, "/v1/notify", body).get("id").asText();
    }

    /** Waits until each accepted one was answered, and says how often. */
    private Map<String, Integer> awaitAnswers(URI service) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> acted(service), answers -> answers.keySet().containsAll(accepted));
    }

    private Map<String, Integer> acted(URI service) throws Exception {
        Map<String, Integer> times = new HashMap<>();
        String cursor = "";
        boolean more = true;
        while (more) {
            JsonNode page = get(service, "/v1/events?types=notification.acted&limit=250&after=" + cursor);
            List<String> ids = new ArrayList<>();
            page.get("data")
                    .forEach(event -> ids.add(event.at("/data/notification").asText()));
            ids.forEach(id -> times.merge(id, 1, Integer::sum));
            cursor = page.get("next_cursor").asText();
            more = page.get("has_more").asBoolean();
        }
        return times;
    }

    private JsonNode post(URI service, String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(service.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode get(URI service, String path) throws Exception {
        return send(HttpRequest.newBuilder(service.resolve(path)));
    }

    private JsonNode send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = client.send(
                request.header("Authorization", "Bearer " + ServiceProcess.KEY).build(),
                HttpResponse.BodyHandlers.ofString());
        assertTrue(response.statusCode() < 300, response::body);
        return JSON.readTree(response.body());
    }
}
