package dev.oneping.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A device with a real WebSocket that keeps every frame it was sent. */
public final class TestDevice implements Gadget {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final WebSocket socket;
    private final Frames frames;

    private TestDevice(WebSocket socket, Frames frames) {
        this.socket = socket;
        this.frames = frames;
    }

    /** Connects with a device token; says nothing yet. */
    public static TestDevice connect(URI url, String token) {
        Frames frames = new Frames();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(url, frames)
                .join();
        return new TestDevice(socket, frames);
    }

    /** Sends one frame; single quotes stand for double ones. */
    @Override
    public TestDevice send(String frame) {
        socket.sendText(frame.replace('\'', '"'), true).join();
        return this;
    }

    /** Waits for a frame of that type that was not asked for before. */
    @Override
    public JsonNode await(String type) {
        return Objects.requireNonNull(Awaitility.await().until(() -> frames.take(type), frame -> frame != null));
    }

    /** How many frames of that type have come so far. */
    public long count(String type) {
        return frames.all.stream()
                .filter(frame -> frame.path("type").asText().equals(type))
                .count();
    }

    /** How many notifications have sounded so far; what is displayed without a sound does not count. */
    public long rings() {
        return frames.all.stream()
                .filter(frame -> frame.path("type").asText().equals("notify"))
                .filter(frame -> frame.path("ring").asBoolean())
                .count();
    }

    /** The types of all frames that have come so far, in their order. */
    public List<String> types() {
        return frames.all.stream().map(frame -> frame.path("type").asText()).toList();
    }

    /** Waits for the end of the connection and answers its close code. */
    public int awaitClose() {
        return Awaitility.await().until(frames.closed::get, code -> code != 0);
    }

    /** Breaks the connection without a word. */
    public void abort() {
        socket.abort();
    }

    /** Says that it goes, unless the service has said so first. */
    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .exceptionally(ignored -> socket)
                .join();
    }

    private static final class Frames implements WebSocket.Listener {

        private final List<JsonNode> all = new CopyOnWriteArrayList<>();
        private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
        private final AtomicInteger closed = new AtomicInteger();
        private final StringBuilder partial = new StringBuilder();

        @Nullable
        JsonNode take(String type) {
            for (JsonNode frame : all) {
                boolean fresh = taken.stream().noneMatch(other -> other == frame);
                if (fresh && frame.path("type").asText().equals(type)) {
                    taken.add(frame);
                    return frame;
                }
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            partial.append(text);
            if (last) {
                try {
                    all.add(JSON.readTree(partial.toString()));
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.set(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.set(1006);
        }
    }
}
