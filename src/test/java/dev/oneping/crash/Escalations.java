package dev.oneping.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * Notifications that are not answered on the laptop, so that each escalates to the phone, where it is answered at once;
 * and the checks of their events afterwards.
 */
final class Escalations {

    static final int NOTIFICATIONS = Integer.getInteger("oneping.escalations", 1_000);

    /** Goes from device to device every two seconds, often enough to outlive any interruption. */
    static final String RULES = """
            language: 1
            name: crash
            policies:
              default:
                steps:
                  - to: attentive_device
                  - to: next_device
                ack_window: {low: 2s, normal: 2s, high: 2s, critical: 2s}
                ring: [normal, high, critical]
                max_rounds: 20
                afterwards: exhaust
            scores:
              - rule: active
                when: device.attention == active
                score: 1000
            otherwise: hold
            """;

    private static final int PEOPLE = 100;
    private static final int PUBLISHERS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final PagerDevice.Log log = new PagerDevice.Log();
    private final List<PagerDevice> devices = new ArrayList<>();
    private final Map<String, Integer> answers = new HashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Queue<String> faults = log.faults;
    private String cursor = "";

    static Path rules(Path folder) throws IOException {
        return Files.writeString(folder.resolve("rules.yaml"), RULES);
    }

    /** Each person's two devices, on one of the nodes. */
    void connectEverybody(List<URI> nodes) throws Exception {
        for (int i = 0; i < PEOPLE; i++) {
            URI node = nodes.get(i % nodes.size());
            for (String name : List.of("laptop", "phone")) {
                String whose = "{\"user\":\"user" + i + "\",\"device\":\"" + name + "\"}";
                String token = post(node, "/v1/tokens", whose).get("token").asText();
                PagerDevice device = PagerDevice.of(name, node, token, log);
                device.connect(client);
                devices.add(device);
            }
        }
    }

    void reconnectEverybody() {
        devices.forEach(device -> device.connect(client));
    }

    /** Notifies everybody in turn by every node in turn; after half of it something happens. */
    void notifyEverybody(List<URI> nodes, Interruption halfWay) throws InterruptedException {
        AtomicInteger sent = new AtomicInteger();
        try (ExecutorService publishers = Executors.newFixedThreadPool(PUBLISHERS)) {
            for (int i = 0; i < NOTIFICATIONS; i++) {
                int number = i;
                publishers.submit(() -> {
                    if (sent.incrementAndGet() == NOTIFICATIONS / 2) {
                        halfWay.happen();
                    }
                    notify(nodes.get(number % nodes.size()), "user" + number % PEOPLE);
                    return null;
                });
            }
        }
    }

    private void notify(URI node, String user) throws Exception {
        String body = "{\"to\":{\"user\":\"" + user + "\"},\"title\":\"Still there?\"}";
        try {
            HttpResponse<String> answer =
                    send(request(node, "/v1/notify").POST(HttpRequest.BodyPublishers.ofString(body)));
            if (answer.statusCode() == 202) {
                accepted.add(JSON.readTree(answer.body()).get("id").asText());
            } else {
                refused.incrementAndGet();
            }
        } catch (IOException e) {
            refused.incrementAndGet();
        }
    }

    /** Waits until every one that was accepted was answered, and holds what was told against what may be told. */
    void assertNothingIsLost(URI node) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
            readOn(node);
            return answers.keySet().containsAll(accepted);
        });
        System.out.printf(
                "%d accepted, %d refused, all answered after %d attempts%n",
                accepted.size(),
                refused.get(),
                attempts.values().stream().mapToInt(Integer::intValue).sum());
        assertTrue(accepted.size() > NOTIFICATIONS / 4, "too few were accepted: " + accepted.size());
        assertEquals(List.of(), List.copyOf(faults));
        accepted.forEach(id -> assertTrue(attempts.getOrDefault(id, 0) >= 2, id + " did not escalate"));
    }

    int refused() {
        return refused.get();
    }

    private void readOn(URI node) throws Exception {
        boolean more = true;
        while (more) {
            JsonNode page =
                    get(node, "/v1/events?types=notification.delivering,notification.acted&limit=250&after=" + cursor);
            page.get("data").forEach(event -> told(event.get("type").asText(), event.get("data")));
            cursor = page.get("next_cursor").asText();
            more = page.get("has_more").asBoolean();
        }
    }

    private void told(String type, JsonNode data) {
        String id = data.get("notification").asText();
        if (type.equals("notification.acted")) {
            if (answers.merge(id, 1, Integer::sum) > 1) {
                faults.add(id + " was answered twice");
            }
            return;
        }
        if (answers.containsKey(id)) {
            faults.add(id + " was shown after the answer");
        }
        int attempt = data.get("attempt").asInt();
        if (attempts.merge(id, 1, Integer::sum) != attempt) {
            faults.add(id + " had an attempt " + attempt + " that was not the next one");
        }
        String where = log.shownWhere.get(id + "#" + attempt);
        if (where != null && !where.equals(data.get("device").asText())) {
            faults.add(id + "#" + attempt + " was shown on " + where + ", not on " + data.get("device"));
        }
    }

    private JsonNode post(URI node, String path, String body) throws Exception {
        return read(send(request(node, path).POST(HttpRequest.BodyPublishers.ofString(body))));
    }

    private JsonNode get(URI node, String path) throws Exception {
        return read(send(request(node, path)));
    }

    private static JsonNode read(HttpResponse<String> answer) throws IOException {
        assertTrue(answer.statusCode() < 300, answer::body);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(URI node, String path) {
        return HttpRequest.newBuilder(node.resolve(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + ServiceProcess.KEY);
    }

    /** The fault that is injected halfway. */
    @FunctionalInterface
    interface Interruption {
        void happen() throws Exception;
    }
}
