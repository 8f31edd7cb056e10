package dev.oneping.presence.person;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.model.SessionId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceSummary;
import dev.oneping.presence.attention.Observations;
import dev.oneping.presence.attention.Observed;
import dev.oneping.presence.preference.Preferences;
import dev.oneping.presence.store.PresenceRig;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The last use of a device, which outlives its sessions. */
class LastUseTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final SessionId SESSION = SessionId.create(NOON);

    private final DeviceHistoryUpdater updater = new DeviceHistoryUpdater(PresenceRig.CONFIG);

    @Test
    void shouldKeepTheLastInputToTheMinute() {
        Person typed = person(session("web", input(NOON.minusSeconds(150))));

        assertEquals(NOON.minusSeconds(180), lastUse(updater.withUpdatedHistories(typed, typed, NOON)));
    }

    @Test
    void shouldCountAnAppInViewAsUseOnAHandHeldDeviceOnly() {
        Person phone = person(session("ios", visible(NOON.minusSeconds(60))));
        Person computer = person(session("web", visible(NOON.minusSeconds(60))));

        assertEquals(NOON.minusSeconds(60), lastUse(updater.withUpdatedHistories(phone, phone, NOON)));
        assertNull(lastUse(updater.withUpdatedHistories(computer, computer, NOON)));
    }

    @Test
    void shouldCountTheUseUntilTheClientClosedTheSession() {
        Person open = person(session("android", visible(NOON.minusSeconds(600))));
        Person closed = open.without(Set.of(SESSION));

        Person after = updater.withUpdatedHistories(open, closed, NOON);

        assertEquals(NOON, lastUse(after));
        assertEquals(NOON, lastUse(updater.withUpdatedHistories(after, after, NOON.plus(Duration.ofHours(9)))));
    }

    @Test
    void shouldNotCountTheTimeUntilALostSessionWasMissed() {
        Person lost = person(session("android", visible(NOON.minusSeconds(600))));
        Instant later = NOON.plus(Duration.ofMinutes(5));

        Person after = updater.withUpdatedHistories(lost, lost.without(Set.of(SESSION)), later);

        assertEquals(NOON.minusSeconds(600), lastUse(after));
    }

    private static @Nullable Instant lastUse(Person person) {
        DeviceHistory history = person.histories().get(PHONE);
        return history == null ? null : history.attendedAt();
    }

    private static Observations input(Instant at) {
        return observations(null, new Observed<>(at, at, at));
    }

    private static Observations visible(Instant at) {
        return observations(new Observed<>(true, at, at), null);
    }

    private static Observations observations(@Nullable Observed<Boolean> visible, @Nullable Observed<Instant> input) {
        Observations none = Observations.NONE;
        return new Observations(
                visible,
                null,
                input,
                null,
                null,
                none.activity(),
                null,
                null,
                null,
                null,
                null,
                none.capabilities(),
                null);
    }

    private static Session session(String platform, Observations seen) {
        return new Session(PHONE, platform, NodeId.create(NOON), NOON.minusSeconds(900), 0, seen, null);
    }

    private static Person person(Session session) {
        return new Person(
                new UserRef(new TenantId("t"), new UserId("ann")),
                1,
                Map.of(SESSION, new Lease(session, NOON.plusSeconds(60))),
                Map.of(),
                Map.of(),
                Preferences.NONE,
                null,
                Map.of(),
                PresenceSummary.NOTHING,
                PublishedPresence.of(PresenceSummary.NOTHING));
    }
}
