package dev.oneping.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.sim.SimFrame.Type;
import java.util.List;
import java.util.Locale;

/** The lines that tell {@code ./oneping simulate --stdio} what clients and the app do. Instants are seconds since the start. */
final class ServiceLines {

    private static final JsonMapper JSON = new JsonMapper();

    private ServiceLines() {}

    static String advance(int at) {
        return "{\"advance\":" + at + "}";
    }

    /** Registers a device, with a push address if it has one. */
    static String register(SimPerson person, SimDevice device) {
        ObjectNode body =
                JSON.createObjectNode().put("platform", platform(device)).put("kind", kind(device));
        if (device.push()) {
            body.putObject("push").put("kind", "fcm").put("token", "token-" + person.id() + "-" + device.id());
        }
        return request(0, "PUT", "/v1/users/" + person.id() + "/devices/" + device.id(), body, -1);
    }

    /** Sets the zone, and the quiet hours if the person wants some. */
    static String preferences(SimPerson person) {
        ObjectNode body = JSON.createObjectNode().put("zone", "UTC");
        if (person.habits().quietHours()) {
            body.putObject("quiet_hours").put("from", "22:30").put("to", "07:00");
        }
        return request(0, "PUT", "/v1/users/" + person.id() + "/preferences", body, -1);
    }

    /** Notifies a person; the reference comes back with the response. */
    static String submit(SimPerson person, SimNotice notice, int reference) {
        ObjectNode body = JSON.createObjectNode()
                .put("title", "n" + notice.number())
                .put("category", "chat")
                .put("priority", notice.priority().name().toLowerCase(Locale.ROOT))
                .put("expires_in", "24h");
        body.putObject("to").put("user", person.id());
        return request(notice.at(), "POST", "/v1/notify", body, reference);
    }

    /** A tap: by the session if the device is connected, else as from its service worker or app in the background. */
    static String tap(SimPerson person, SimDevice device, String id, int at, boolean online) {
        ObjectNode ack = JSON.createObjectNode();
        if (online) {
            ObjectNode line = ofDevice(person, device, at);
            line.set("frame", ack.put("type", "ack").put("id", id).put("kind", "acted"));
            return text(line);
        }
        ack.put("kind", "acted").put("device", device.id());
        return request(at, "POST", "/v1/notifications/" + id + "/ack", ack, -1);
    }

    /** @param shown the notifications that the device displays when it connects, so that they are not sent again */
    static String frame(SimPerson person, SimFrame frame, List<String> shown) {
        SimDevice device = person.devices().get(frame.device());
        ObjectNode line = ofDevice(person, device, frame.at());
        if (frame.type() == Type.CLOSE) {
            return text(line.put("open", false));
        }
        ObjectNode report = JSON.createObjectNode().put("zone", "UTC");
        ObjectNode attention =
                report.putObject("attention").put("visible", frame.visible()).put("focused", frame.focused());
        if (frame.idle() >= 0 && frame.idle() < 30 * DayPlan.DAY) {
            attention.put("idle_ms", frame.idle() * 1000L);
        }
        if (frame.systemIdle() >= 0) {
            attention.put("system_idle_ms", frame.systemIdle() * 1000L);
        }
        if (frame.locked() != null) {
            attention.put("screen", frame.locked() ? "locked" : "unlocked");
        }
        if (device.kind().isComputer()) {
            attention.put("in_call", frame.inCall()).put("presenting", frame.presenting());
        }
        if (frame.type() == Type.OPEN) {
            line.put("open", true)
                    .put("platform", platform(device))
                    .put("kind", kind(device))
                    .set("report", report);
        } else {
            line.set("frame", report.put("type", "report"));
        }
        return text(line);
    }

    private static String platform(SimDevice device) {
        return device.kind().platform;
    }

    private static String kind(SimDevice device) {
        return device.kind().name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode ofDevice(SimPerson person, SimDevice device, int at) {
        return JSON.createObjectNode().put("at", at).put("user", person.id()).put("device", device.id());
    }

    private static String request(int at, String method, String path, ObjectNode body, int reference) {
        ObjectNode line = JSON.createObjectNode().put("at", at).put("ref", reference);
        line.putObject("request").put("method", method).put("path", path).set("body", body);
        return text(line);
    }

    private static String text(ObjectNode line) {
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can be written", impossible);
        }
    }
}
