package dev.oneping.feed;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.testing.HttpDevice;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A reader that takes one message after the other. */
final class FeedSocket implements WebSocket.Listener, AutoCloseable {

    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final StringBuilder begun = new StringBuilder();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private @Nullable WebSocket socket;

    /** Opens the feed's WebSocket with an API key; fails where the handshake is refused. */
    static FeedSocket open(String query, String with, String subprotocol) {
        FeedSocket socket = new FeedSocket();
        socket.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + with)
                .subprotocols(subprotocol)
                .buildAsync(URI.create("ws://localhost:" + RestAssured.port + "/v1/events/socket?" + query), socket)
                .join();
        return socket;
    }

    WebSocket socket() {
        assertNotNull(socket);
        return socket;
    }

    JsonNode next() throws InterruptedException {
        JsonNode event = events.poll(30, TimeUnit.SECONDS);
        assertNotNull(event, "no event came");
        return event;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        begun.append(data);
        if (last) {
            events.add(HttpDevice.read(begun.toString()));
            begun.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void close() {
        socket().abort();
    }
}
