package dev.oneping.crash;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A device that waits for the server to close its connection, and records the code. A stubborn one does not answer the
 * close.
 */
final class DismissedDevice implements WebSocket.Listener {

    private static final Pattern PAUSE = Pattern.compile("\"reconnect_after_ms\":(\\d+)");
    private static final String HELLO = "{\"type\":\"hello\",\"device\":\"laptop\",\"platform\":\"web\"}";

    private final boolean stubborn;
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<Void> welcome = new CompletableFuture<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private volatile long pause = -1;

    private DismissedDevice(boolean stubborn) {
        this.stubborn = stubborn;
    }

    /** Connects and says hello. */
    static DismissedDevice connect(HttpClient client, URI service, String token, boolean stubborn) {
        DismissedDevice device = new DismissedDevice(stubborn);
        URI url = URI.create("ws://" + service.getAuthority() + "/v1/connect");
        client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(url, device)
                .join()
                .sendText(HELLO, true)
                .join();
        return device;
    }

    /** Completes when its session is open. */
    CompletableFuture<Void> welcome() {
        return welcome;
    }

    /** The code by which it was sent away; a failure if it was cut off. */
    CompletableFuture<Integer> closed() {
        return closed;
    }

    /** After how many milliseconds it is to come back; negative if it was not told. */
    long pause() {
        return pause;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
        partial.append(text);
        if (last) {
            Matcher goaway = PAUSE.matcher(partial);
            if (goaway.find()) {
                pause = Long.parseLong(goaway.group(1));
            }
            partial.setLength(0);
            welcome.complete(null);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closed.complete(code);
        return stubborn ? new CompletableFuture<>() : null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        closed.completeExceptionally(error);
    }
}
