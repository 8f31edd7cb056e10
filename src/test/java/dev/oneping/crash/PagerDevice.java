package dev.oneping.crash;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One of a person's devices: the laptop is in use but nobody answers on it, the phone answers whatever it is shown. */
final class PagerDevice implements WebSocket.Listener {

    private static final Pattern SHOWN =
            Pattern.compile("\"type\":\"notify\",\"id\":\"(ntf_\\w+)\",\"attempt\":(\\d+)");
    private static final String HELLO = """
            {"type":"hello","device":"%s","platform":"web","report":{"seq":1,"attention":%s}}""";
    private static final Map<String, String> ATTENTION = Map.of(
            "laptop", "{\"visible\":true,\"focused\":true,\"idle_ms\":0,\"screen\":\"unlocked\"}",
            "phone", "{\"visible\":false,\"focused\":false,\"screen\":\"locked\"}");

    private final String name;
    private final URI service;
    private final String token;
    private final Map<String, String> shownWhere;
    private final Queue<String> faults;
    private final StringBuilder partial = new StringBuilder();
    /** One frame after the other: this client refuses a second one while the first is being sent. */
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    private PagerDevice(String name, URI service, String token, Map<String, String> shownWhere, Queue<String> faults) {
        this.name = name;
        this.service = service;
        this.token = token;
        this.shownWhere = shownWhere;
        this.faults = faults;
    }

    /** The record of all devices of a run: the device of each attempt, and every contradiction. */
    static final class Log {
        final Map<String, String> shownWhere = new ConcurrentHashMap<>();
        final Queue<String> faults = new ConcurrentLinkedQueue<>();
    }

    static PagerDevice of(String name, URI service, String token, Log log) {
        return new PagerDevice(name, service, token, log.shownWhere, log.faults);
    }

    URI service() {
        return service;
    }

    /** Connects, for the first time or again, and says hello. */
    void connect(HttpClient client) {
        partial.setLength(0);
        WebSocket socket = client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://" + service.getAuthority() + "/v1/connect"), this)
                .join();
        sending = socket.sendText(HELLO.formatted(name, ATTENTION.get(name)), true);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
        partial.append(text);
        socket.request(1);
        if (!last) {
            return null;
        }
        Matcher notify = SHOWN.matcher(partial);
        boolean isNotify = notify.find();
        String id = isNotify ? notify.group(1) : "";
        String attempt = isNotify ? notify.group(2) : "";
        partial.setLength(0);
        if (isNotify) {
            shown(id + "#" + attempt);
        }
        if (isNotify && name.equals("phone")) {
            String ack = "{\"type\":\"ack\",\"id\":\"" + id + "\",\"kind\":\"acted\"}";
            sending = sending.thenCompose(sent -> socket.sendText(ack, true));
        }
        return null;
    }

    /** The same attempt may come again after a crash; then it is for the same device. */
    private void shown(String delivery) {
        String before = shownWhere.putIfAbsent(delivery, name);
        if (before != null && !before.equals(name)) {
            faults.add(delivery + " was shown on " + before + " and on " + name);
        }
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        // The service was killed; the test connects again.
    }
}
