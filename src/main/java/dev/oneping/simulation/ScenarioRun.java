package dev.oneping.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.simulation.scenario.Scenario;
import dev.oneping.simulation.scenario.ScenarioExpectation;
import dev.oneping.simulation.scenario.ScenarioReport;
import dev.oneping.simulation.scenario.ScenarioReport.Happening;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A run of one scenario: writes the lines of its timeline as any program would, reports what happens, and checks what is
 * expected.
 */
final class ScenarioRun {

    private static final String STORY = "story";

    private final Scenario scenario;
    private final ScenarioReport report;
    private final ObjectMapper json;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final List<ScenarioExpectation.Shown> shown = new ArrayList<>();
    private final List<Instant> heldUntil = new ArrayList<>();
    private final Map<String, String> lastShown = new HashMap<>();
    private final Set<String> notifications = new LinkedHashSet<>();

    ScenarioRun(Scenario scenario, ScenarioReport report, ObjectMapper json) {
        this.scenario = scenario;
        this.report = report;
        this.json = json;
    }

    /** Returns where the simulation has to write its lines. */
    OutputStream sink() {
        return new ByteArrayOutputStream() {
            @Override
            public synchronized void flush() {
                output.addAll(toString(StandardCharsets.UTF_8).lines().toList());
                reset();
            }
        };
    }

    /** Plays it; returns the exit code. */
    int play(LinePump pump) throws IOException, InterruptedException {
        report.begin(scenario);
        for (ObjectNode line : registrations()) {
            pump.add(line.toString());
        }
        for (Scenario.Step step : scenario.timeline()) {
            until(pump, step.at());
            for (ObjectNode line : lines(step)) {
                pump.add(line.toString());
            }
        }
        OffsetDateTime end = scenario.timeline().isEmpty()
                ? scenario.start()
                : scenario.timeline().getLast().at();
        until(pump, end);
        if (report.wantsStories()) {
            readStories(pump, end);
        }
        return check();
    }

    /** Reads the story of each notification, as an app would. */
    private void readStories(LinePump pump, OffsetDateTime end) throws IOException, InterruptedException {
        for (String id : List.copyOf(notifications)) {
            ObjectNode line = json.createObjectNode().put("at", end.toInstant().toString());
            line.putObject("request").put("method", "GET").put("path", "/v1/notifications/" + id + "/trace");
            pump.add(line.put("ref", STORY).toString());
        }
        until(pump, end);
    }

    private List<ObjectNode> registrations() {
        List<ObjectNode> lines = new ArrayList<>();
        for (Map.Entry<String, JsonNode> user : scenario.people().properties()) {
            if (user.getValue().has("preferences")) {
                lines.add(request(
                        "PUT",
                        "/v1/users/" + user.getKey() + "/preferences",
                        user.getValue().get("preferences")));
            }
            for (Map.Entry<String, JsonNode> device :
                    user.getValue().path("devices").properties()) {
                ObjectNode body = device.getValue().deepCopy();
                if (body.path("push").asBoolean()) {
                    body.putObject("push")
                            .put("kind", "fcm")
                            .put("token", "simulated:" + user.getKey() + ":" + device.getKey());
                }
                lines.add(request("PUT", "/v1/users/" + user.getKey() + "/devices/" + device.getKey(), body));
            }
        }
        return lines;
    }

    private ObjectNode request(String method, String path, JsonNode body) {
        ObjectNode line =
                json.createObjectNode().put("at", scenario.start().toInstant().toString());
        line.putObject("request").put("method", method).put("path", path).set("body", body);
        return line;
    }

    /** Translates a step. The first action of a device comes before what it reports. */
    private List<ObjectNode> lines(Scenario.Step step) {
        List<ObjectNode> lines = new ArrayList<>();
        JsonNode what = step.what();
        if (what.has("open")) {
            ObjectNode line = device(step, what.get("open").asText()).put("open", true);
            line.put("platform", "web");
            if (what.has("report")) {
                line.set("report", what.get("report"));
            }
            lines.add(line);
        } else if (what.has("report")) {
            ObjectNode frame = what.get("report").deepCopy();
            lines.add(device(step, what.path("device").asText()).set("frame", frame.put("type", "report")));
        }
        if (what.has("frame")) {
            lines.add(device(step, what.path("device").asText()).set("frame", what.get("frame")));
        }
        if (what.has("close")) {
            lines.add(device(step, what.get("close").asText()).put("open", false));
        }
        if (what.has("notify")) {
            ObjectNode body = what.get("notify").deepCopy();
            if (body.path("to").isTextual()) {
                body.set(
                        "to",
                        json.createObjectNode().put("user", body.path("to").asText()));
            }
            lines.add(at(step, request("POST", "/v1/notify", body)));
        }
        if (what.has("request")) {
            ObjectNode line = at(step, json.createObjectNode());
            line.set("request", what.get("request"));
            lines.add(line);
        }
        if (what.has("tap")) {
            String device = what.get("tap").asText();
            ObjectNode line = device(step, device);
            line.putObject("frame")
                    .put("type", "ack")
                    .put("kind", "acted")
                    .put("id", lastShown.getOrDefault(device, "nothing"));
            lines.add(line);
        }
        return lines;
    }

    private ObjectNode device(Scenario.Step step, String name) {
        int slash = name.indexOf('/');
        return at(step, json.createObjectNode())
                .put("user", slash < 0 ? name : name.substring(0, slash))
                .put("device", slash < 0 ? "" : name.substring(slash + 1));
    }

    private static ObjectNode at(Scenario.Step step, ObjectNode line) {
        return line.put("at", step.at().toInstant().toString());
    }

    private void until(LinePump pump, OffsetDateTime at) throws IOException, InterruptedException {
        pump.add(json.createObjectNode()
                .put("advance", at.toInstant().toString())
                .toString());
        for (String line = output.take(); !line.startsWith("{\"advanced\""); line = output.take()) {
            note(json.readTree(line));
        }
    }

    private void note(JsonNode line) {
        if (line.has("error")) {
            String text = line.at("/error/message").asText() + " "
                    + line.at("/error/remedy").asText();
            report.happened(new Happening(scenario.start().toInstant(), "error", null, text, null));
            return;
        }
        if (line.path("ref").asText().equals(STORY)) {
            report.story(line.at("/response/body"));
            return;
        }
        Instant at = Instant.parse(line.path("at").asText());
        String type = line.at("/frame/type").asText();
        String user = line.path("user").asText() + "/" + line.path("device").asText();
        if (type.equals("notify")) {
            shown(at, user, line.at("/frame"), line.at("/frame/title").asText());
        } else if (type.equals("retract") || type.equals("error")) {
            say(
                    at,
                    type.equals("error") ? "refused" : type,
                    user,
                    line.at("/frame/reason").asText() + line.at("/frame/detail").asText(),
                    line.at("/frame/id").asText());
        } else if (line.has("push")) {
            JsonNode push = line.get("push");
            String to = push.path("user").asText() + "/"
                    + push.path("device").asText(push.path("service").asText());
            if (push.path("kind").asText().equals("notify")) {
                shown(at, to, push, push.path("title").asText() + " (push)");
            } else {
                say(at, "retract", to, "by push", push.path("id").asText());
            }
        } else if (line.at("/event/type").asText().startsWith("notification.")) {
            JsonNode data = line.at("/event/data");
            if (data.has("until")) {
                heldUntil.add(Instant.parse(data.get("until").asText()));
            }
            say(
                    at,
                    "event",
                    line.at("/event/subject").asText(),
                    (line.at("/event/type").asText() + " " + data.path("reason").asText() + " "
                                    + data.path("until").asText())
                            .strip(),
                    data.path("notification").asText());
        } else if (line.at("/response/status").asInt() >= 400) {
            say(at, "refused", null, line.at("/response/body").toString(), "");
        }
    }

    private void shown(Instant at, String device, JsonNode what, String title) {
        boolean ring = what.path("ring").asBoolean();
        shown.add(new ScenarioExpectation.Shown(at, device, ring));
        lastShown.put(device, what.path("id").asText());
        say(at, ring ? "rings" : "shows", device, title, what.path("id").asText());
    }

    private void say(Instant at, String kind, @Nullable String who, String text, String notification) {
        if (!notification.isEmpty()) {
            notifications.add(notification);
        }
        report.happened(new Happening(at, kind, who, text, notification.isEmpty() ? null : notification));
    }

    private int check() {
        int failed = 0;
        for (ScenarioExpectation expected : scenario.expected()) {
            boolean holds = expected.check().holds(shown, heldUntil);
            failed += holds ? 0 : 1;
            report.expected(expected.sentence(), holds);
        }
        report.end();
        return failed == 0 ? 0 : 1;
    }
}
