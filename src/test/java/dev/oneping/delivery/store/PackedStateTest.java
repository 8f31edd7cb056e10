package dev.oneping.delivery.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.delivery.life.AckWindowBounds;
import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.DeliveryProgress;
import dev.oneping.delivery.life.Display;
import dev.oneping.delivery.life.NotificationOutcome;
import dev.oneping.delivery.life.PresumedSeen;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.Superseded;
import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.life.TraceLine;
import dev.oneping.model.Content;
import dev.oneping.model.DeliverWhen;
import dev.oneping.model.DeviceId;
import dev.oneping.model.DigestSummary;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.GroupRole;
import dev.oneping.model.NodeId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Origin;
import dev.oneping.model.Priority;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.model.Variant;
import dev.oneping.redis.packed.PackedReader;
import dev.oneping.testing.RedisRig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packed states and lines of a trace say what Jackson would write of them: a field that the writer forgets is seen here. */
class PackedStateTest {

    private static final Instant NOW = Instant.parse("2026-11-24T09:30:00.123456789Z");
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final ObjectMapper JSON = RedisRig.json();

    private final PackedState packed = new PackedState(JSON);

    static Stream<State> states() {
        List<Display> silent = List.of(new Display(PHONE, NOW, true), new Display(new DeviceId("pc"), NOW, false));
        PresumedSeen presumed = new PresumedSeen(PHONE, NOW, 0.87, true);
        List<Attempt> past = List.of(
                attempt(new Target.Push(PHONE), new DeliveryProgress.Sending(2, NOW.plusSeconds(3)), "followed", false),
                attempt(new Target.Contact("email"), new DeliveryProgress.Accepted(NOW.plusNanos(1)), "timer", true),
                attempt(new Target.Everyone(), new DeliveryProgress.Shown(), null, false));
        SessionLocation session = new SessionLocation(SessionId.create(NOW), NodeId.create(NOW));
        Attempt live = attempt(
                new Target.Live(PHONE, List.of(session, session)), new DeliveryProgress.Received(NOW), null, false);
        return Stream.of(
                State.Accepted.FRESH,
                new State.Accepted(new Superseded(NotificationId.create(NOW, 0), 7, live, silent)),
                new State.Held("quiet_hours", NOW, NOW.plusSeconds(60), List.of(), List.of(), null),
                new State.Held("Zoë's \u001e wait", NOW, NOW.plusSeconds(60), past, silent, presumed),
                new State.Delivering(live, List.of(), List.of(), null),
                new State.Delivering(past.getLast(), past, silent, presumed),
                new State.Ended(NotificationOutcome.ACTED, null, PHONE, NOW, past),
                new State.Ended(NotificationOutcome.CANCELLED, "digested", null, NOW, List.of(live)));
    }

    @ParameterizedTest
    @MethodSource("states")
    void shouldSayWhatJacksonWrites(State state) throws JsonProcessingException {
        byte[] stored = packed.write(state);

        assertEquals(JSON.readTree(JSON.writeValueAsString(state)), PackedReader.tree(stored));
        assertEquals(state, packed.read(stored));
    }

    @Test
    void shouldTellTheScriptsTheStateByItsLabel() {
        assertEquals(
                List.of(
                        "\"accepted\"",
                        "\"accepted\"",
                        "\"held\" quiet_hours",
                        "\"held\" Zoë's   wait",
                        "\"delivering\"",
                        "\"delivering\" everyone",
                        "\"acted\"",
                        "\"cancelled\" digested"),
                states().map(state -> new String(packed.write(state), StandardCharsets.UTF_8).split("\u001e")[0])
                        .toList());
    }

    @Test
    void shouldTakeAQuarterOfTheSpaceOfJson() throws JsonProcessingException {
        State state = states().skip(4).findFirst().orElseThrow();

        assertTrue(
                packed.write(state).length * 5 < JSON.writeValueAsString(state).length() * 2);
    }

    @Test
    void shouldReadLinesOfATraceAsTheyWereWritten() throws JsonProcessingException {
        PackedTraceLine lines = new PackedTraceLine(JSON);
        Map<String, Object> explanation = Map.of("rules", "default@1", "failures", 0);
        List<TraceLine> trace = List.of(
                new TraceLine(NOW, "ack", List.of("notification.acted"), "phone", null, null, null),
                new TraceLine(NOW, "channel", List.of(), null, "email", "accepted", explanation));
        for (TraceLine line : trace) {
            byte[] stored = lines.write(line);

            assertEquals(line, lines.read(stored));
            JsonNode written = JSON.readTree(JSON.writeValueAsString(line));
            assertEquals(written, PackedReader.tree(stored));
        }
    }

    static Stream<Notification> notifications() throws JsonProcessingException {
        UserRef ann = new UserRef(new TenantId("acme"), new UserId("ann"));
        Notification plain = new Notification(
                NotificationId.create(NOW, 0),
                ann,
                new Content("Lunch?", null, null),
                "chat",
                Priority.HIGH,
                "default",
                null,
                NOW,
                NOW.plusSeconds(600));
        DeliverWhen.Surroundings home = new DeliverWhen.Surroundings("wifi", true, "home", null);
        return Stream.of(
                plain,
                new Notification(
                        plain.id(),
                        ann,
                        new Content("Zoë", "body", JSON.readTree("{\"a\":[1,2.5,null,{\"b\":true}]}")),
                        "chat",
                        Priority.LOW,
                        "urgent",
                        "key",
                        NOW,
                        NOW.plusMillis(1),
                        Map.of("room", "x", "size", 3, "vip", true),
                        new DeliverWhen(List.of(home), Duration.ofMinutes(5), LocalTime.NOON),
                        new DigestSummary("rule", NOW.truncatedTo(ChronoUnit.MILLIS), 2, List.of("a"), null, null),
                        new Origin.Part(plain.id(), true, GroupRole.ONE_PERSON)));
    }

    @ParameterizedTest
    @MethodSource("notifications")
    void shouldReadNotificationsAsTheyWereWritten(Notification notification) throws JsonProcessingException {
        PackedNotification documents = new PackedNotification(JSON);
        byte[] stored = documents.write(notification);

        assertEquals(notification, documents.read(notification.to().tenant(), notification.id(), stored));
        ObjectNode written = (ObjectNode) JSON.readTree(JSON.writeValueAsString(notification));
        written.remove("id");
        written.set("user", written.remove("to").get("user"));
        assertEquals(written, JSON.readTree(JSON.writeValueAsString(PackedReader.tree(stored))));
    }

    private static Attempt attempt(Target target, DeliveryProgress transit, String over, boolean bundled) {
        return new Attempt(
                3,
                target,
                true,
                new EscalationPosition("default", 1, 2, 30),
                NOW,
                NOW.plusSeconds(20),
                new AckWindowBounds(NOW.plusSeconds(5), NOW.plusSeconds(20), NOW.plusMillis(80_500)),
                over == null ? null : "typing",
                transit,
                over,
                bundled ? Variant.REDACTED : Variant.RICH,
                bundled);
    }
}
