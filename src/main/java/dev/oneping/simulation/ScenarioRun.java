package dev.oneping.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A run of one scenario: writes the lines of its timeline as any program would, prints what happens for people to read, and
 * checks what is expected.
 */
final class ScenarioRun {

    private final Scenario scenario;
    private final PrintStream print;
    private final ObjectMapper json;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final List<ScenarioExpectation.Shown> shown = new ArrayList<>();
    private final List<Instant> heldUntil = new ArrayList<>();
    private final Map<String, String> lastShown = new HashMap<>();

    ScenarioRun(Scenario scenario, PrintStream print, ObjectMapper json) {
        this.scenario = scenario;
        this.print = print;
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
        print.println(scenario.name());
        for (ObjectNode line : registrations()) {
            pump.add(line.toString());
        }
        for (Scenario.Step step : scenario.timeline()) {
            until(pump, step.at());
            for (ObjectNode line : lines(step)) {
                pump.add(line.toString());
            }
        }
        until(
                pump,
                scenario.timeline().isEmpty()
                        ? scenario.start()
                        : scenario.timeline().getLast().at());
        return report();
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
            print.println("  !  " + line.at("/error/message").asText() + " "
                    + line.at("/error/remedy").asText());
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
                    user + ": " + type + " " + line.at("/frame/reason").asText()
                            + line.at("/frame/detail").asText());
        } else if (line.has("push")) {
            JsonNode push = line.get("push");
            String to = push.path("user").asText() + "/"
                    + push.path("device").asText(push.path("service").asText());
            if (push.path("kind").asText().equals("notify")) {
                shown(at, to, push, push.path("title").asText() + " (push)");
            } else {
                say(at, to + ": retract by push");
            }
        } else if (line.at("/event/type").asText().startsWith("notification.")) {
            JsonNode data = line.at("/event/data");
            if (data.has("until")) {
                heldUntil.add(Instant.parse(data.get("until").asText()));
            }
            say(
                    at,
                    line.at("/event/type").asText() + " " + data.path("reason").asText() + " "
                            + data.path("until").asText());
        } else if (line.at("/response/status").asInt() >= 400) {
            say(at, "refused: " + line.at("/response/body"));
        }
    }

    private void shown(Instant at, String device, JsonNode what, String title) {
        boolean ring = what.path("ring").asBoolean();
        shown.add(new ScenarioExpectation.Shown(at, device, ring));
        lastShown.put(device, what.path("id").asText());
        say(at, device + ": " + (ring ? "RINGS  " : "shows  ") + title);
    }

    private void say(Instant at, String what) {
        print.println("  " + at.atOffset(scenario.start().getOffset()).toLocalTime() + "  " + what.strip());
    }

    private int report() {
        int failed = 0;
        for (ScenarioExpectation expected : scenario.expected()) {
            boolean holds = expected.check().holds(shown, heldUntil);
            failed += holds ? 0 : 1;
            print.println((holds ? "  ok    " : "  FAIL  ") + expected.sentence());
        }
        return failed == 0 ? 0 : 1;
    }
}
