package dev.oneping.notify.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.oneping.delivery.life.AckWindowBounds;
import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.DeliveryProgress;
import dev.oneping.delivery.life.Target;
import dev.oneping.model.Content;
import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.NodeId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.model.Variant;
import dev.oneping.notify.memory.UserHistory;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.presence.attention.Activity;
import dev.oneping.presence.attention.Attention;
import dev.oneping.presence.preference.Preferences;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.fact.Ring;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Attempts of a laptop that ended at noon, and whether the rules may choose the laptop once more. */
class FactsMapperTest {

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final Instant EARLIER = NOON.minusSeconds(600);
    private static final DeviceId LAPTOP = new DeviceId("laptop");

    @Test
    void shouldCountAnAttemptOfADeviceThatOpenedAnotherSessionMeanwhile() {
        assertEquals(1, triedRound(laptop(EARLIER, SessionId.create(NOON)), attempts(1, "unanswered")));
    }

    @Test
    void shouldCountAnAttemptOfADeviceThatWasReloadedWhileItRan() {
        assertEquals(
                1, triedRound(laptop(NOON.minusSeconds(3), SessionId.create(NOON)), attempts(1, "target_offline")));
    }

    @Test
    void shouldNotCountAnAttemptOfADeviceThatCameOnlineAfterItsEnd() {
        assertEquals(0, triedRound(laptop(NOON.plusSeconds(1), SessionId.create(NOON)), attempts(1, "target_offline")));
        assertEquals(0, triedRound(laptop(NOON.plusSeconds(1), SessionId.create(NOON)), attempts(2, "unanswered")));
    }

    @Test
    void shouldCountTheAttemptsOfADeviceThatComesAndGoes() {
        assertEquals(1, triedRound(laptop(NOON.plusSeconds(1), SessionId.create(NOON)), attempts(3, "target_offline")));
    }

    @Test
    void shouldListTheAttemptsThatMadeASound() {
        assertEquals(
                List.of(new Ring(LAPTOP, NOON.minusSeconds(10), false)),
                facts(laptop(EARLIER, SessionId.create(NOON)), attempts(1, "unanswered"))
                        .notification()
                        .progress()
                        .rings());
    }

    @Test
    void shouldNotCountAnAttemptThatDidNotArriveAsARing() {
        Facts facts = facts(laptop(EARLIER, SessionId.create(NOON)), attempts(1, "unreceived"));

        assertEquals(List.of(), facts.notification().progress().rings());
        assertEquals(NOON.minusSeconds(10), facts.devices().getFirst().use().sessionFailedAt());
    }

    @Test
    void shouldForgetTheFailureOfASessionThatWasReplaced() {
        Facts facts = facts(laptop(NOON.minusSeconds(1), SessionId.create(NOON)), attempts(1, "nacked"));

        assertNull(facts.devices().getFirst().use().sessionFailedAt());
    }

    private static int triedRound(Device device, List<Attempt> past) {
        return facts(device, past).devices().getFirst().triedRound();
    }

    private static Facts facts(Device device, List<Attempt> past) {
        Presence presence = new Presence(
                new UserRef(new TenantId("t"), new UserId("ann")),
                1,
                device.attention(),
                List.of(device),
                Preferences.NONE,
                Set.of(),
                null,
                null,
                null,
                new Presence.Seen(Attention.State.PASSIVE, true, null));
        return FactsMapper.facts(notification(), past, presence, UserHistory.NONE, NOON.plusSeconds(2));
    }

    private static Notification notification() {
        return new Notification(
                NotificationId.create(EARLIER, 0),
                new UserRef(new TenantId("t"), new UserId("ann")),
                new Content("Lunch?", null, null),
                "chat",
                Priority.CRITICAL,
                "default",
                null,
                EARLIER,
                NOON.plusSeconds(600));
    }

    private static List<Attempt> attempts(int count, @Nullable String over) {
        Attempt attempt = new Attempt(
                1,
                new Target.Live(LAPTOP, List.of(session(SessionId.create(EARLIER)))),
                true,
                new EscalationPosition("default", 1, 1, 1),
                NOON.minusSeconds(10),
                NOON,
                new AckWindowBounds(NOON.minusSeconds(5), NOON, NOON.plusSeconds(60)),
                null,
                new DeliveryProgress.Shown(),
                over,
                Variant.RICH);
        return Collections.nCopies(count, attempt);
    }

    private static SessionLocation session(SessionId id) {
        return new SessionLocation(id, NodeId.create(EARLIER));
    }

    private static Device laptop(Instant onlineSince, SessionId session) {
        return new Device(
                LAPTOP,
                "web",
                "desktop",
                false,
                true,
                new Attention(Attention.State.PASSIVE, 1, EARLIER, List.of(), null),
                null,
                Activity.NONE,
                null,
                null,
                null,
                null,
                null,
                Set.of(),
                false,
                List.of(session(session)),
                onlineSince,
                null,
                null);
    }
}
