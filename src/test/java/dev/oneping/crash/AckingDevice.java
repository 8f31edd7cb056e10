package dev.oneping.crash;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A device that answers whatever it is shown, at once, and remembers it. */
final class AckingDevice implements WebSocket.Listener {

    private static final Pattern SHOWN = Pattern.compile("\"type\":\"notify\",\"id\":\"(ntf_\\w+)\"");
    private static final String HELLO = """
            {"type":"hello","device":"laptop","platform":"web",\
            "report":{"seq":1,"attention":{"visible":true,"focused":true,"idle_ms":0,"screen":"unlocked"}}}""";

    private final Set<String> shown = ConcurrentHashMap.newKeySet();
    private final StringBuilder partial = new StringBuilder();
    /** One frame after the other: this client refuses a second one while the first is being sent. */
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    /** Connects, says hello, and answers from then on. */
    static AckingDevice connect(HttpClient client, URI service, String token) {
        AckingDevice device = new AckingDevice();
        device.reconnect(client, service, token);
        return device;
    }

    /** Connects again after the service was away. */
    void reconnect(HttpClient client, URI service, String token) {
        URI url = URI.create("ws://" + service.getAuthority() + "/v1/connect");
        WebSocket socket = client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(url, this)
                .join();
        sending = socket.sendText(HELLO, true);
    }

    /** Every notification that it was shown. */
    Set<String> shown() {
        return shown;
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
        if (!isNotify) {
            partial.setLength(0);
            return null;
        }
        String id = notify.group(1);
        partial.setLength(0);
        shown.add(id);
        String ack = "{\"type\":\"ack\",\"id\":\"" + id + "\",\"kind\":\"acted\"}";
        sending = sending.thenCompose(sent -> socket.sendText(ack, true));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        // The service was killed; the test connects again.
    }
}
