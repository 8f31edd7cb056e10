package dev.oneping.rules.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.model.ActivityKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.GroupRole;
import dev.oneping.model.Priority;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.BatteryState;
import dev.oneping.rules.fact.DeviceContext;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.DeviceUse;
import dev.oneping.rules.fact.DeviceView;
import dev.oneping.rules.fact.DigestState;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.fact.History;
import dev.oneping.rules.fact.NetworkState;
import dev.oneping.rules.fact.NotificationFacts;
import dev.oneping.rules.fact.Progress;
import dev.oneping.rules.fact.QuietHoursWindow;
import dev.oneping.rules.fact.Ring;
import dev.oneping.rules.fact.UserFacts;
import dev.oneping.rules.fact.UserPreferences;
import dev.oneping.text.Rfc3339;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one case that the schema accepted. Omitted facts are unknown or have common defaults. */
final class CaseReader {

    private final JsonNode json;
    private final Instant now;

    CaseReader(JsonNode json) {
        this.json = json;
        this.now = instant(json.path("now"));
    }

    String name() {
        return json.path("case").asText();
    }

    Facts facts() {
        List<DeviceFacts> devices = new ArrayList<>();
        json.path("devices").properties().forEach(entry -> devices.add(device(entry.getKey(), entry.getValue())));
        JsonNode user = json.path("user");
        return new Facts(now, notification(json.path("notification")), user(user), devices, history(user));
    }

    private History history(JsonNode user) {
        List<History.Interruption> all = new ArrayList<>();
        user.path("history").forEach(each -> {
            Map<String, Double> costs = new HashMap<>();
            each.path("costs")
                    .properties()
                    .forEach(cost -> costs.put(cost.getKey(), cost.getValue().asDouble()));
            all.add(new History.Interruption(
                    before(duration(each.path("ago"))), each.path("category").asText("chat"), costs));
        });
        return new History(all);
    }

    /** The expected values, by the names of {@link ExpectedDecision}. */
    Map<String, String> expected() {
        Map<String, String> expected = new HashMap<>();
        json.path("expect").properties().forEach(entry -> {
            String what = entry.getKey();
            JsonNode value = entry.getValue();
            switch (what) {
                case "ack_window" -> expected.put(what, duration(value).toString());
                case "until" -> expected.put(what, instant(value).toString());
                case "silent" -> expected.put(what, new TreeSet<>(texts(value)).toString());
                case "because", "verdicts" ->
                    value.properties()
                            .forEach(each -> expected.put(
                                    what + "." + each.getKey(), each.getValue().asText()));
                default -> expected.put(what, value.asText());
            }
        });
        return expected;
    }

    private NotificationFacts notification(JsonNode notification) {
        boolean expired = notification.path("expired").asBoolean();
        Duration left = notification.has("expires_in") ? duration(notification.path("expires_in")) : Duration.ofDays(1);
        return new NotificationFacts(
                "ntf_case",
                notification.path("category").asText("chat"),
                Priority.valueOf(upper(notification.path("priority").asText("normal"))),
                before(duration(notification.path("age"))),
                expired ? now : now.plus(left),
                notification.path("policy").asText("default"),
                notification.path("group").asBoolean() ? GroupRole.ONE_OF_GROUP : GroupRole.ONE_PERSON,
                progress(notification),
                app(notification.path("facts")),
                notification.has("gathered_until")
                        ? new DigestState("case", instant(notification.path("gathered_until")))
                        : null,
                null);
    }

    private static Map<String, Object> app(JsonNode facts) {
        Map<String, Object> app = new HashMap<>();
        facts.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            Object number = value.isIntegralNumber() ? (Object) value.asLong() : (Object) value.asDouble();
            app.put(
                    entry.getKey(),
                    value.isBoolean() ? (Object) value.asBoolean() : value.isTextual() ? value.asText() : number);
        });
        return app;
    }

    private Progress progress(JsonNode notification) {
        int step = notification.path("step").asInt();
        List<Ring> rings = new ArrayList<>();
        notification
                .path("rings")
                .forEach(each -> rings.add(new Ring(
                        each.has("device") ? new DeviceId(each.path("device").asText()) : null,
                        before(duration(each.path("ago"))),
                        each.path("push").asBoolean())));
        int attempts = notification.path("attempts").asInt(step > 0 ? 1 : rings.size());
        EscalationPosition last = step == 0
                ? null
                : new EscalationPosition(
                        notification.path("policy").asText("default"),
                        notification.path("round").asInt(1),
                        step,
                        notification.path("turn").asInt(1));
        Instant since = notification.has("trying_for") || rings.isEmpty()
                ? before(duration(notification.path("trying_for")))
                : rings.getFirst().at();
        return new Progress(
                attempts,
                last,
                attempts == 0 ? null : since,
                rings,
                notification.has("shown_for") ? before(duration(notification.path("shown_for"))) : null);
    }

    private UserFacts user(JsonNode user) {
        UserPreferences preferences = new UserPreferences(
                user.has("dnd_for") ? now.plus(duration(user.path("dnd_for"))) : null,
                texts(user.path("muted")),
                user.has("wanted_channels") ? texts(user.path("wanted_channels")) : null);
        ZoneId zone = user.has("zone") ? ZoneId.of(user.path("zone").asText()) : null;
        return new UserFacts(
                zone,
                user.has("quiet_hours") ? quietHours(user.path("quiet_hours").asText()) : null,
                texts(user.path("channels")),
                preferences);
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static QuietHoursWindow quietHours(String span) {
        int dash = span.indexOf('-');
        return new QuietHoursWindow(
                LocalTime.parse(span.substring(0, dash)), LocalTime.parse(span.substring(dash + 1)));
    }

    private DeviceFacts device(String name, JsonNode device) {
        AttentionState attention =
                AttentionState.valueOf(upper(device.path("attention").asText("unknown")));
        double sure = attention == AttentionState.UNKNOWN ? 0 : 1;
        return new DeviceFacts(
                new DeviceId(name),
                device.has("platform") ? device.path("platform").asText() : null,
                device.path("online").asBoolean(true),
                attention,
                device.path("confidence").asDouble(sure),
                before(duration(device.path("for"))),
                device.has("idle") ? before(duration(device.path("idle"))) : null,
                battery(device.path("battery")),
                network(device.path("network")),
                device.path("tried").asBoolean() ? device.path("tried_in_round").asInt(1) : 0,
                device.path("push").asBoolean()
                        ? (Integer) device.path("pushed_in_round").asInt(0)
                        : null,
                context(device),
                use(device));
    }

    private DeviceUse use(JsonNode device) {
        return new DeviceUse(
                device.has("last_use") ? before(duration(device.path("last_use"))) : null,
                truth(device, "shared"),
                device.has("view")
                        ? DeviceView.valueOf(upper(device.path("view").asText()))
                        : null,
                device.has("system_idle") ? before(duration(device.path("system_idle"))) : null,
                device.has("free_for") ? before(duration(device.path("free_for"))) : null,
                device.has("session_failed") ? before(duration(device.path("session_failed"))) : null,
                device.has("push_failed") ? before(duration(device.path("push_failed"))) : null);
    }

    private DeviceContext context(JsonNode device) {
        return new DeviceContext(
                text(device, "kind"),
                device.has("places") ? texts(device.path("places")) : null,
                device.has("capabilities") ? texts(device.path("capabilities")) : null,
                ActivityKind.map(kind -> truth(device, kind.code())),
                number(device, "battery_minutes_left"),
                device.has("last_ack") ? before(duration(device.path("last_ack"))) : null,
                truth(device, "co_located"),
                number(device, "ack_chance"),
                device.has("zone") ? ZoneId.of(device.path("zone").asText()) : null);
    }

    private static @Nullable String text(JsonNode json, String field) {
        return json.has(field) ? json.path(field).asText() : null;
    }

    private static @Nullable Boolean truth(JsonNode json, String field) {
        return json.has(field) ? (Boolean) json.path(field).asBoolean() : null;
    }

    private static @Nullable Double number(JsonNode json, String field) {
        return json.has(field) ? (Double) json.path(field).asDouble() : null;
    }

    private @Nullable BatteryState battery(JsonNode battery) {
        return battery.isMissingNode()
                ? null
                : new BatteryState(
                        battery.path("level").asDouble(),
                        battery.path("charging").asBoolean(),
                        before(duration(battery.path("age"))));
    }

    private @Nullable NetworkState network(JsonNode network) {
        return network.isMissingNode()
                ? null
                : new NetworkState(
                        network.path("type").asText(),
                        network.path("metered").asBoolean(),
                        before(duration(network.path("age"))));
    }

    private Instant before(Duration ago) {
        return now.minus(ago);
    }

    private static Duration duration(JsonNode json) {
        return json.isMissingNode() ? Duration.ZERO : Durations.parse(json.asText());
    }

    private static Instant instant(JsonNode json) {
        return Rfc3339.parse(json.asText())
                .orElseThrow(() -> new DateTimeParseException("not a time by RFC 3339", json.asText(), 0));
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
