package dev.oneping.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.events.CloudEvent;
import dev.oneping.events.LoggedEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Output as JSON lines. Within an instant: responses, then frames in the order in which they were sent, then pushes by user
 * and device, then events in the order of the log, so that the same input has the same output.
 */
final class JsonOutput implements Output {

    private static final Comparator<Push> ORDER = Comparator.comparing(Push::user)
            .thenComparing(push -> String.valueOf(push.device()))
            .thenComparing(Push::service)
            .thenComparing(Push::notification)
            .thenComparing(Push::kind);

    private final OutputStream out;
    private final ObjectMapper json;
    private final Supplier<String> now;
    private final List<String> responses = new ArrayList<>();
    private final List<String> frames = new ArrayList<>();
    private final List<Push> pushes = new ArrayList<>();
    private final List<String> events = new ArrayList<>();

    /**
     * Creates an output.
     *
     * @param now the current instant as JSON, in the caller's form
     */
    JsonOutput(OutputStream out, ObjectMapper json, Supplier<String> now) {
        this.out = out;
        this.json = json;
        this.now = now;
    }

    @Override
    public void frame(DeviceAddress device, String tab, String frame) {
        frames.add("{\"at\":" + now.get() + of(device, tab) + ",\"frame\":" + frame + "}");
    }

    @Override
    public void closed(DeviceAddress device, String tab, CloseCode code) {
        frames.add("{\"at\":" + now.get() + of(device, tab) + ",\"open\":false,\"code\":" + code.code() + ",\"reason\":"
                + quoted(code.reason()) + "}");
    }

    @Override
    public void push(Push push) {
        synchronized (pushes) {
            pushes.add(push);
        }
    }

    @Override
    public void event(LoggedEvent event) {
        events.add("{\"at\":" + now.get() + ",\"event\":" + write(CloudEvent.of(event)) + "}");
    }

    @Override
    public void response(int status, @Nullable String body, @Nullable JsonNode ref) {
        responses.add("{\"at\":" + now.get() + (ref == null ? "" : ",\"ref\":" + ref) + ",\"response\":{\"status\":"
                + status + (body == null ? "" : ",\"body\":" + body) + "}}");
    }

    @Override
    public void instantIsOver() {
        print(responses);
        print(frames);
        synchronized (pushes) {
            pushes.sort(ORDER);
            pushes.forEach(push -> line("{\"at\":" + now.get() + ",\"push\":" + write(push) + "}"));
            pushes.clear();
        }
        print(events);
    }

    /** Reports that everything up to an instant has happened. */
    void advanced(JsonNode given) {
        line("{\"advanced\":" + given + "}");
    }

    /**
     * Reports a line that was rejected, or one that was late.
     *
     * @param applied whether it was carried out nevertheless
     */
    void error(long line, LineException error, boolean applied) {
        line("{\"error\":{\"line\":" + line + ",\"field\":" + quoted(error.field()) + ",\"message\":"
                + quoted(String.valueOf(error.getMessage())) + ",\"remedy\":" + quoted(error.remedy())
                + (applied ? ",\"applied\":true" : "") + "}}");
    }

    /** Hands everything that was printed to the reader. */
    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(List<String> lines) {
        lines.forEach(this::line);
        lines.clear();
    }

    private void line(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String of(DeviceAddress device, String tab) {
        return ",\"user\":" + quoted(device.user().user().value()) + ",\"device\":"
                + quoted(device.device().value()) + (tab.isEmpty() ? "" : ",\"session\":" + quoted(tab));
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("internal records must be writable as JSON", e);
        }
    }
}
