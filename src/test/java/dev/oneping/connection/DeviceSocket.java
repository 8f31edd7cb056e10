package dev.oneping.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A device on the JDK's WebSocket client: sends frames, and waits for frames. */
public final class DeviceSocket implements WebSocket.Listener, AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int PATIENCE_SECONDS = 20;

    final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    public final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
    public final BlockingQueue<Long> pings = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder begun = new StringBuilder();
    private @Nullable WebSocket socket;

    /** Takes the socket that was built with this as its listener. */
    DeviceSocket over(WebSocket opened) {
        socket = opened;
        return this;
    }

    public WebSocket socket() {
        assertNotNull(socket);
        return socket;
    }

    /** Says a frame; apostrophes stand for quotation marks. */
    public DeviceSocket say(String frame) {
        socket().sendText(frame.replace('\'', '"'), true).join();
        return this;
    }

    /** Says hello, and returns the welcome. */
    public JsonNode hello(String device) {
        say("{'type':'hello','device':'" + device + "','platform':'web'}");
        return await("welcome");
    }

    /** The next frame, which must be of that type. */
    public JsonNode await(String type) {
        try {
            JsonNode frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertNotNull(frame, "no " + type + " came");
            assertEquals(type, frame.path("type").asText(), frame::toString);
            return frame;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next frame, which must be an error of that code. */
    public JsonNode awaitError(String code) {
        JsonNode error = await("error");
        assertEquals(code, error.path("code").asText(), error::toString);
        return error;
    }

    /** How the server closed the connection. */
    public int awaitClose() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        begun.append(data);
        if (last) {
            frames.add(parse(begun.toString()));
            begun.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        pings.add(System.nanoTime());
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        pongs.add("pong");
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket().abort();
    }

    private static JsonNode parse(String frame) {
        try {
            return JSON.readTree(frame);
        } catch (JsonProcessingException e) {
            throw new AssertionError(frame, e);
        }
    }
}
