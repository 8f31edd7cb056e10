package dev.oneping.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.model.DeviceId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads lines of input. What is unclear is rejected by the name of the field; additional fields are ignored. */
final class LineReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD");
    private static final String KINDS =
            "a line has 'advance', or 'at' with 'request', or 'at', 'user' and 'device' with 'open' or 'frame'";
    private static final String TIME_REMEDY =
            "Write an ISO-8601 instant such as \"2026-03-02T08:00:00Z\", or a number of seconds or milliseconds.";

    private final TenantId tenant;
    private final long start;
    private @Nullable TimeForm form;

    /**
     * Creates a reader.
     *
     * @param tenant the tenant of all users
     * @param start  what numbers count from, in milliseconds since the epoch
     */
    LineReader(TenantId tenant, long start) {
        this.tenant = tenant;
        this.start = start;
    }

    /** Returns the form in which instants are written: that of the first one that was read. */
    TimeForm form() {
        return form == null ? TimeForm.TEXT : form;
    }

    /** Reads a line. */
    Line read(String text) throws LineException {
        JsonNode line = parse(text);
        if (!line.isObject()) {
            throw new LineException("", "The line is not a JSON object.", "Write one object a line: " + KINDS + ".");
        }
        if (line.has("advance")) {
            return new Line.Advance(instant(line, "advance"), line.get("advance"));
        }
        if (line.has("request")) {
            return request(line, instant(line, "at"));
        }
        if (line.has("open") || line.has("frame")) {
            return ofDevice(line, instant(line, "at"));
        }
        throw new LineException("", "The line asks for nothing.", "Correct the field names: " + KINDS + ".");
    }

    private static JsonNode parse(String text) throws LineException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new LineException(
                    "",
                    "The line is not well-formed JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse("") + ".",
                    "Write each object on one line, with each field once.");
        }
    }

    private long instant(JsonNode line, String field) throws LineException {
        JsonNode value = line.path(field);
        if (value.isMissingNode() || value.isNull()) {
            throw new LineException(field, "'" + field + "' is missing.", TIME_REMEDY);
        }
        try {
            TimeForm written = TimeForm.of(value);
            long read = written.read(value);
            long at = written == TimeForm.TEXT ? read : start + read;
            if (at < 0 || at > TimeForm.LAST) {
                throw new LineException(field, "'" + field + "' is not between 1970 and 5138.", TIME_REMEDY);
            }
            form = form == null ? written : form;
            return at;
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new LineException(field, "'" + field + "' is not an instant.", TIME_REMEDY);
        }
    }

    private Line ofDevice(JsonNode line, long at) throws LineException {
        DeviceAddress device = new DeviceAddress(new UserRef(tenant, user(line)), device(line));
        String tab = line.path("session").asText("");
        JsonNode frame = line.get("frame");
        if (frame != null && !frame.isObject()) {
            throw new LineException(
                    "frame", "'frame' is not an object.", "Write a frame of the device protocol, {\"type\":…}.");
        }
        JsonNode open = line.get("open");
        if (open == null) {
            if (frame == null) {
                throw new LineException("frame", "'frame' is missing.", "Write a frame, or 'open'.");
            }
            return new Line.Frame(at, device, tab, frame);
        }
        if (!open.isBoolean()) {
            throw new LineException("open", "'open' is not true or false.", "Write true to connect, false to end.");
        }
        if (!open.booleanValue()) {
            return new Line.Close(at, device, tab, line.path("lost").asBoolean(false));
        }
        return new Line.Open(at, device, tab, registration(line, device), hello(line, device.device(), frame), frame);
    }

    private static UserId user(JsonNode line) throws LineException {
        try {
            return new UserId(name(line, "user"));
        } catch (IllegalArgumentException e) {
            throw new LineException("user", sentence(e), "Use 1 to 64 of A-Z a-z 0-9 _ . @ -.");
        }
    }

    private static DeviceId device(JsonNode line) throws LineException {
        try {
            return new DeviceId(name(line, "device"));
        } catch (IllegalArgumentException e) {
            throw new LineException("device", sentence(e), "Use 1 to 64 of A-Z a-z 0-9 _ . -.");
        }
    }

    private static String sentence(IllegalArgumentException e) {
        return String.valueOf(e.getMessage()) + ".";
    }

    private static String name(JsonNode line, String field) throws LineException {
        JsonNode value = line.path(field);
        if (!value.isTextual()) {
            throw new LineException(
                    field,
                    "'" + field + "' is missing, or no text.",
                    "Write \"" + field + "\":\"…\" in each line of a device.");
        }
        return value.textValue();
    }

    /** Returns the hello, if the line says anything that belongs into one. */
    private static @Nullable JsonNode hello(JsonNode line, DeviceId device, @Nullable JsonNode frame)
            throws LineException {
        if (frame != null && "hello".equals(frame.path("type").asText())) {
            return null;
        }
        JsonNode given = line.get("hello");
        if (given != null && !given.isObject()) {
            throw new LineException("hello", "'hello' is not an object.", "Write the fields of the hello frame.");
        }
        if (given == null && !line.has("platform") && !line.has("report")) {
            return null;
        }
        ObjectNode hello = greeting(device);
        if (line.has("platform")) {
            hello.set("platform", line.get("platform"));
        }
        if (line.path("report").isObject()) {
            hello.set("report", line.get("report"));
        }
        if (given != null) {
            given.properties().forEach(field -> hello.set(field.getKey(), field.getValue()));
        }
        return hello;
    }

    /** Returns what the app registers of the device, if the line says anything that only the app knows. */
    private static @Nullable JsonNode registration(JsonNode line, DeviceAddress device) throws LineException {
        JsonNode push = line.path("push");
        if (!line.has("kind") && !push.isObject() && !push.asBoolean()) {
            return null;
        }
        ObjectNode registration =
                JSON.createObjectNode().put("platform", line.path("platform").asText("web"));
        if (line.has("kind")) {
            registration.set("kind", line.get("kind"));
        }
        if (push.isObject()) {
            registration.set("push", push);
        } else if (push.asBoolean()) {
            registration
                    .putObject("push")
                    .put("kind", "fcm")
                    .put(
                            "token",
                            "simulated:" + device.user().user().value().replace('@', '.') + ":" + device.device());
        } else if (!push.isMissingNode() && !push.isBoolean() && !push.isNull()) {
            throw new LineException(
                    "push",
                    "'push' is no address.",
                    "Write {\"kind\":\"fcm\",\"token\":…}, or true for an invented one.");
        }
        return registration;
    }

    /** Returns the hello of a device that says nothing about itself. */
    static ObjectNode greeting(DeviceId device) {
        return JSON.createObjectNode()
                .put("type", "hello")
                .put("device", device.value())
                .put("platform", "web");
    }

    private static Line request(JsonNode line, long at) throws LineException {
        JsonNode request = line.get("request");
        if (!request.isObject()) {
            throw new LineException(
                    "request", "'request' is not an object.", "Write {\"method\":…,\"path\":…,\"body\":{…}}.");
        }
        String method = request.path("method").asText("POST");
        if (!METHODS.contains(method)) {
            throw new LineException(
                    "request.method", "'request.method' is no method.", "Write one of " + sorted() + ".");
        }
        String path = request.path("path").asText("");
        if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ')) {
            throw new LineException(
                    "request.path",
                    "'request.path' is not a path.",
                    "Write one such as \"/v1/notify\", encoded as in a URL.");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> header : request.path("headers").properties()) {
            headers.put(header.getKey(), header.getValue().asText());
        }
        JsonNode body = request.get("body");
        JsonNode ref = request.has("ref") ? request.get("ref") : line.get("ref");
        return new Line.Request(at, method, path, headers, body == null || body.isNull() ? null : body, ref);
    }

    private static String sorted() {
        return String.join(", ", METHODS.stream().sorted().toList());
    }
}
