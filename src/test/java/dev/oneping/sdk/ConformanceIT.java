package dev.oneping.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.client.AckKind;
import dev.oneping.client.DeviceClient;
import dev.oneping.client.DeviceListener;
import dev.oneping.client.OnepingApi;
import dev.oneping.client.Outbox;
import dev.oneping.client.Ping;
import dev.oneping.client.PollTransport;
import dev.oneping.client.Transport;
import dev.oneping.client.WebSocketTransport;
import dev.oneping.crash.ServiceProcess;
import dev.oneping.testing.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The conformance scenarios of {@code src/sdk/conformance}, run by the Java client over each transport. */
class ConformanceIT {

    private static final Path SCENARIOS = Path.of("src/sdk/conformance/scenarios.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final AtomicInteger USERS = new AtomicInteger();

    @TempDir
    private static Path data;

    private static ServiceProcess service;
    private static OnepingApi api;

    @BeforeAll
    static void start() throws IOException {
        service = ServiceProcess.start(RedisServer.shared().uri(), ServiceProcess.freePort(), data);
        api = new OnepingApi(service.url(), ServiceProcess.KEY);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        service.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldDoWhatTheScenariosSay() throws IOException {
        JsonNode scenarios = JSON.readTree(SCENARIOS.toFile()).get("scenarios");
        return Stream.of(new WebSocketTransport(), new PollTransport())
                .flatMap(transport -> scenarios
                        .valueStream()
                        .map(scenario -> DynamicTest.dynamicTest(
                                transport.name() + ": " + scenario.get("name").asText(),
                                () -> play(scenario, transport))));
    }

    private static void play(JsonNode scenario, Transport transport) throws Exception {
        try (Player player = new Player(transport)) {
            for (JsonNode step : scenario.get("steps")) {
                player.take(step);
            }
        }
    }

    /** One device of one user, behind a proxy. */
    private static final class Player implements DeviceListener, AutoCloseable {
        private final String user = "conformance-" + USERS.incrementAndGet();
        private final CuttableWay way = new CuttableWay(service.url());
        private final Transport transport;
        private final Outbox outbox = Outbox.inMemory();
        private final Map<String, String> ids = new LinkedHashMap<>();
        private final List<String> announced = Collections.synchronizedList(new ArrayList<>());
        private final List<String> retracted = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger tokens = new AtomicInteger();
        private @Nullable DeviceClient client;

        Player(Transport transport) throws IOException {
            this.transport = transport;
        }

        @Override
        public void ping(Ping ping) {
            announced.add(ping.id());
        }

        @Override
        public void retract(String id, String reason) {
            retracted.add(id);
        }

        void take(JsonNode step) throws Exception {
            if (step.has("do")) {
                act(step);
            } else if (step.has("await")) {
                Awaitility.await(step.toString()).atMost(PATIENCE).until(() -> holds(step));
            } else {
                Awaitility.await(step.toString()).atMost(PATIENCE).untilAsserted(() -> check(step));
            }
        }

        private void act(JsonNode step) throws Exception {
            switch (step.get("do").asText()) {
                case "connect" -> connect(step.path("token").asText());
                case "notify" ->
                    ids.put(
                            step.get("as").asText(),
                            api.notify(notification(step)).id());
                case "cancel" -> api.cancel(id(step));
                case "answer" ->
                    me().answer(
                                    id(step),
                                    AckKind.valueOf(step.get("kind").asText().toUpperCase(Locale.ROOT)));
                case "nack" -> me().cannotShow(id(step));
                case "close" -> me().close();
                case "black" -> way.goBlack();
                case "cut" -> {
                    way.cut();
                    me().areYouThere();
                }
                default -> throw new IllegalArgumentException(step.toString());
            }
        }

        private void connect(String token) {
            client = DeviceClient.builder(way.url(), "d", () -> {
                        tokens.incrementAndGet();
                        return token.equals("bad") ? "bad" : api.token(user, "d");
                    })
                    .transports(transport)
                    .outbox(outbox)
                    .listener(this)
                    .build();
            client.connect();
        }

        private OnepingApi.Notification notification(JsonNode step) {
            OnepingApi.Notification plain =
                    OnepingApi.Notification.to(user, step.get("title").asText());
            return step.has("collapse_key")
                    ? plain.with("collapse_key", step.get("collapse_key").asText())
                    : plain;
        }

        private boolean holds(JsonNode step) throws Exception {
            return switch (step.get("await").asText()) {
                case "live" -> me().state() == DeviceClient.State.LIVE;
                case "refused" -> me().state() == DeviceClient.State.REFUSED;
                case "ping" -> announced.contains(id(step));
                case "retract" -> retracted.contains(id(step));
                case "received" -> api.notification(id(step)).toString().contains("received");
                case "state" ->
                    step.get("is").asText().equals(api.notification(id(step)).get("state"));
                case "left" -> !"delivering".equals(api.notification(id(step)).get("state"));
                case "online" -> online() == 1;
                case "offline" -> online() == 0;
                case "sent" -> outbox.list().isEmpty();
                default -> throw new IllegalArgumentException(step.toString());
            };
        }

        private void check(JsonNode step) {
            switch (step.get("check").asText()) {
                case "shown" ->
                    assertEquals(
                            names(step),
                            names(me().shown().stream().map(Ping::id).toList()));
                case "announced" -> assertEquals(names(step), names(announced));
                case "unsent" -> assertFalse(outbox.list().isEmpty());
                case "tokens" -> assertEquals(step.get("is").asInt(), tokens.get());
                default -> throw new IllegalArgumentException(step.toString());
            }
        }

        private long online() throws IOException, InterruptedException {
            return api.presence(user).get("devices") instanceof List<?> devices
                    ? devices.stream()
                            .filter(device -> device instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("online")))
                            .count()
                    : 0;
        }

        private static List<String> names(JsonNode step) {
            return step.get("are").valueStream().map(JsonNode::asText).toList();
        }

        private List<String> names(List<String> wanted) {
            return List.copyOf(wanted).stream()
                    .map(one -> ids.entrySet().stream()
                            .filter(entry -> entry.getValue().equals(one))
                            .map(Map.Entry::getKey)
                            .findFirst()
                            .orElse(one))
                    .toList();
        }

        private String id(JsonNode step) {
            String id = ids.get(step.get("of").asText());
            if (id == null) {
                throw new IllegalArgumentException("nothing is called so: " + step);
            }
            return id;
        }

        private DeviceClient me() {
            if (client == null) {
                throw new IllegalStateException("the scenario has not connected yet");
            }
            return client;
        }

        @Override
        public void close() {
            if (client != null) {
                client.close();
            }
            way.close();
        }
    }
}
