package dev.oneping.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A simulated device of a user on a real WebSocket. It acts only when the scenario calls it, except for the pongs of
 * the protocol. Confined to one thread; frames arrive on another.
 */
final class SimulatedDevice implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROTOCOL = "oneping.v1";

    private final String name;
    private final WebSocket socket;
    private final FrameInbox<JsonNode> frames;
    private long reports;

    private SimulatedDevice(String name, WebSocket socket, FrameInbox<JsonNode> frames) {
        this.name = name;
        this.socket = socket;
        this.frames = frames;
    }

    /** Connects, sends hello and waits for the welcome. */
    static SimulatedDevice connect(
            HttpClient client, URI address, String token, String name, String platform, DemoObservations first) {
        FrameInbox<JsonNode> frames = new FrameInbox<>();
        SimulatedDevice device = new SimulatedDevice(name, open(client, address, token, name, frames), frames);
        device.send("hello", Map.of("device", name, "platform", platform, "report", first.fields()));
        frames.await("welcome", "The " + name + " was not welcomed");
        return device;
    }

    private static WebSocket open(
            HttpClient client, URI address, String token, String name, FrameInbox<JsonNode> frames) {
        try {
            return client.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .subprotocols(PROTOCOL)
                    .buildAsync(address, new Inbox(frames))
                    .join();
        } catch (CompletionException e) {
            throw new StoryStopped("The " + name + " cannot connect to " + address + ": " + e.getCause() + ".", e);
        }
    }

    String name() {
        return name;
    }

    /** Reports the device's current observations. */
    void report(DemoObservations observations) {
        Map<String, Object> fields = new LinkedHashMap<>(observations.fields());
        fields.put("seq", ++reports);
        send("report", fields);
    }

    /** Sends the user's answer to a notification. */
    void ack(String notification, String kind) {
        send("ack", Map.of("id", notification, "kind", kind));
    }

    /** Waits for a notification and returns its frame. */
    JsonNode awaitNotify(String notification) {
        return frames.await("notify " + notification, "The " + name + " did not get " + notification);
    }

    /** Waits until the notification is retracted. */
    JsonNode awaitRetract(String notification) {
        return frames.await("retract " + notification, notification + " was not retracted from the " + name);
    }

    private void send(String type, Map<String, Object> fields) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("type", type);
        frame.putAll(fields);
        try {
            socket.sendText(JSON.writeValueAsString(frame), true).join();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of plain values is always JSON", e);
        } catch (CompletionException e) {
            throw new StoryStopped("The connection of the " + name + " broke: " + e.getCause() + ".", e);
        }
    }

    /** Closes the connection; idempotent. */
    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            send("bye", Map.of());
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }
    }

    /** Reassembles frames and stores them by type and id. */
    private static final class Inbox implements WebSocket.Listener {

        private final FrameInbox<JsonNode> frames;
        private final StringBuilder parts = new StringBuilder();

        Inbox(FrameInbox<JsonNode> frames) {
            this.frames = frames;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
                file(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void file(String text) {
            try {
                JsonNode frame = JSON.readTree(text);
                String id = frame.path("id").asText();
                frames.bring(frame.path("type").asText() + (id.isEmpty() ? "" : " " + id), frame);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the service sent invalid JSON: " + text, e);
            }
        }
    }
}
