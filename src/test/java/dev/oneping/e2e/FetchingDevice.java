package dev.oneping.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.testing.HttpDevice;
import dev.oneping.testing.SseLines;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** A device that fetches its frames by long polls or by a stream, on a thread of its own, until its session ends. */
final class FetchingDevice implements Gadget {

    private final HttpDevice device;
    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();

    private FetchingDevice(HttpDevice device) {
        this.device = device;
    }

    /** Opens a session and polls. */
    static FetchingDevice polling(String service, String token, String hello) {
        FetchingDevice fetching = open(service, token, hello);
        Thread.ofVirtual().start(fetching::poll);
        return fetching;
    }

    /** Opens a session and listens to its stream. */
    static FetchingDevice streaming(String service, String token, String hello) {
        FetchingDevice fetching = open(service, token, hello);
        SseLines events = new SseLines(fetching.device.stream(null).body());
        Thread.ofVirtual().start(() -> fetching.listen(events));
        return fetching;
    }

    private static FetchingDevice open(String service, String token, String hello) {
        FetchingDevice fetching = new FetchingDevice(new HttpDevice(service, token));
        HttpResponse<String> answer = fetching.device.open(hello);
        Assertions.assertEquals(201, answer.statusCode(), answer::body);
        fetching.frames.add(HttpDevice.read(answer));
        return fetching;
    }

    private void poll() {
        long cursor = 0;
        boolean open = true;
        while (open) {
            JsonNode answer = HttpDevice.read(device.poll(cursor, 30));
            answer.path("frames").forEach(frames::add);
            cursor = answer.path("cursor").asLong();
            open = answer.has("frames") && !answer.has("closed");
        }
    }

    private void listen(SseLines events) {
        try (events) {
            for (SseLines.Event event = events.next(); event != null; event = events.next()) {
                if (event.name().equals("message")) {
                    frames.add(HttpDevice.read(event.data()));
                }
            }
        }
    }

    @Override
    public Gadget send(String frame) {
        HttpResponse<String> answer = device.say(frame);
        Assertions.assertEquals(202, answer.statusCode(), answer::body);
        return this;
    }

    @Override
    public JsonNode await(String type) {
        try {
            JsonNode frame = frames.poll(20, TimeUnit.SECONDS);
            Assertions.assertNotNull(frame, "no " + type + " came");
            return frame.path("type").asText().equals(type) ? frame : await(type);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        device.leave();
    }
}
