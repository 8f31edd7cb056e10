package dev.oneping.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A user's device with a client that behaves: it connects again after any end, to the next node and after the pause that
 * it was given, and notes every notification that it is shown.
 */
final class DrillDevice {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long RETRY_MS = 300;

    private final HttpClient client;
    private final Supplier<List<URI>> nodes;
    private final String user;
    private final String name;
    private final String token;
    private final boolean answers;
    private final Log log;
    private volatile @Nullable WebSocket socket;
    private volatile boolean ended;
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
    private int turn;

    /**
     * Creates a device.
     *
     * @param answers whether it answers whatever it is shown, at once
     */
    DrillDevice(
            HttpClient client,
            Supplier<List<URI>> nodes,
            int first,
            String user,
            String name,
            String token,
            boolean answers,
            Log log) {
        this.client = client;
        this.nodes = nodes;
        this.turn = first;
        this.user = user;
        this.name = name;
        this.token = token;
        this.answers = answers;
        this.log = log;
    }

    String user() {
        return user;
    }

    /** Returns whether its session is open. */
    boolean isWelcome() {
        return socket != null;
    }

    /** Connects in the background, and again until it is closed. */
    void connect() {
        List<URI> known = nodes.get();
        URI node = known.get(Math.floorMod(turn++, known.size()));
        client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://" + node.getAuthority() + "/v1/connect"), new Session())
                .orTimeout(10, TimeUnit.SECONDS)
                .whenComplete((opened, failure) -> {
                    if (failure != null) {
                        later(RETRY_MS);
                    } else {
                        send(opened, hello());
                    }
                });
    }

    /** Answers everything that it shows and has not answered. */
    void answerAll(Iterable<String> notifications) {
        notifications.forEach(this::answer);
    }

    void close() {
        ended = true;
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    private void answer(String id) {
        WebSocket open = socket;
        if (open != null) {
            send(open, "{\"type\":\"ack\",\"id\":\"" + id + "\",\"kind\":\"acted\"}");
            log.answered.putIfAbsent(id, System.nanoTime());
        }
    }

    private void later(long millis) {
        if (!ended) {
            CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(this::connect);
        }
    }

    private synchronized void send(WebSocket to, String frame) {
        sending = sending.handle((sent, failure) -> null).thenCompose(ignored -> to.sendText(frame, true));
    }

    private String hello() {
        String attention = name.equals("laptop")
                ? "{\"visible\":true,\"focused\":true,\"idle_ms\":0,\"screen\":\"unlocked\"}"
                : "{\"visible\":false,\"focused\":false,\"screen\":\"locked\"}";
        return "{\"type\":\"hello\",\"device\":\"" + name
                + "\",\"platform\":\"web\",\"report\":{\"seq\":1,\"attention\":" + attention + "}}";
    }

    private final class Session implements WebSocket.Listener {

        private final StringBuilder partial = new StringBuilder();
        private long pause = RETRY_MS;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            partial.append(text);
            from.request(1);
            if (last) {
                received(from, partial.toString());
                partial.setLength(0);
            }
            return null;
        }

        private void received(WebSocket from, String text) {
            JsonNode frame;
            try {
                frame = JSON.readTree(text);
            } catch (IOException e) {
                throw new IllegalStateException(text, e);
            }
            switch (frame.path("type").asText()) {
                case "welcome" -> socket = from;
                case "goaway" -> pause = frame.path("reconnect_after_ms").asLong();
                case "notify" -> {
                    String id = frame.path("id").asText();
                    log.shown(id, frame.path("attempt").asInt(), name);
                    if (answers) {
                        answer(id);
                    }
                }
                default -> {}
            }
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            gone(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            gone(0);
        }

        private void gone(int code) {
            socket = null;
            if (!ended) {
                log.closed(user, code, pause);
                later(pause);
            }
        }
    }

    /** What the devices of a row have seen. Thread-safe. */
    static final class Log {

        final Map<String, Long> answered = new ConcurrentHashMap<>();
        final Map<String, Map<Integer, Long>> shown = new ConcurrentHashMap<>();
        final Map<Integer, Integer> closes = new ConcurrentHashMap<>();
        final Map<String, Long> pauses = new ConcurrentHashMap<>();

        void shown(String id, int attempt, String device) {
            shown.computeIfAbsent(id, ignored -> new ConcurrentHashMap<>()).putIfAbsent(attempt, System.nanoTime());
        }

        void closed(String user, int code, long pause) {
            closes.merge(code, 1, Integer::sum);
            if (code != 0) {
                pauses.merge(user, pause, Math::max);
            }
        }
    }
}
