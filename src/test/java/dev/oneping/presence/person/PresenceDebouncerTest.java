package dev.oneping.presence.person;

import static dev.oneping.presence.store.PresenceRig.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Presence;
import dev.oneping.presence.PresenceChanged;
import dev.oneping.presence.attention.Attention.State;
import dev.oneping.presence.attention.Observed;
import dev.oneping.presence.place.NamedPlace;
import dev.oneping.presence.preference.Preferences;
import dev.oneping.presence.report.AttentionReport;
import dev.oneping.presence.report.Location;
import dev.oneping.presence.report.Network;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.report.Screen;
import dev.oneping.presence.store.PresenceRig;
import dev.oneping.presence.store.PresenceRig.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Published presence and its timing, compared with the presence that decisions use. */
class PresenceDebouncerTest {

    private static final DeviceId LAPTOP = new DeviceId("laptop");
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final Report TYPING = attention(new AttentionReport(true, true, Duration.ZERO, Screen.UNLOCKED));
    private static final Report LOCKED = attention(new AttentionReport(null, null, null, Screen.LOCKED));
    private static final Duration GRACE = PresenceRig.CONFIG.publish().offlineGrace();

    private final PresenceRig rig = new PresenceRig();
    private final Node node = rig.node();
    private final Node other = rig.node();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldPublishNoOfflineDuringTwentyReconnectsButRouteCorrectly() {
        SessionId session = open(node, rig.ann, LAPTOP, TYPING);
        for (int i = 0; i < 20; i++) {
            Node next = i % 2 == 0 ? other : node;
            await(node.sessions.close(rig.ann, session, "closed"));
            await(other.sessions.close(rig.ann, session, "closed"));
            assertFalse(presence(rig.ann).device(LAPTOP).isPresent(), "nothing can be sent to it");
            pass(Duration.ofMillis(250));
            session = open(next, rig.ann, LAPTOP, TYPING);
            assertEquals(State.ACTIVE, presence(rig.ann).attention().state());
            pass(Duration.ofMillis(250));
        }

        assertEquals(List.of("presence.device.online", "presence.attention.changed"), types(rig.ann));
    }

    @Test
    void shouldPublishAClosedDeviceOnceAfterTheGracePeriod() {
        SessionId session = open(node, rig.ann, LAPTOP, TYPING);
        await(node.sessions.close(rig.ann, session, "closed"));
        assertEquals(Set.of(LAPTOP), rig.told.getLast().offline(), "decisions do not wait");

        pass(GRACE.minusMillis(1));
        assertEquals(2, types(rig.ann).size());
        pass(Duration.ofMillis(1));
        pass(GRACE);

        assertEquals(
                List.of("presence.device.offline {\"device\":\"laptop\",\"reason\":\"closed\"}"),
                rig.events(rig.ann).stream()
                        .filter(event -> event.type().endsWith("offline"))
                        .map(event -> event.type() + " " + event.data())
                        .toList());
    }

    @Test
    void shouldPublishARiseOfAttentionAtOnceAndAFallLater() {
        SessionId session = open(node, rig.ann, LAPTOP, TYPING);
        for (int i = 0; i < 5; i++) {
            report(session, LOCKED);
            assertEquals(State.AWAY, presence(rig.ann).attention().state());
            pass(GRACE.minusMillis(1));
            report(session, TYPING);
        }
        assertEquals(2, types(rig.ann).size(), "it fell and rose again in between");

        report(session, LOCKED);
        pass(GRACE);
        assertEquals(State.AWAY, rig.stored(rig.ann).published().attention());
        report(session, TYPING);
        assertEquals(State.ACTIVE, rig.stored(rig.ann).published().attention());
    }

    /** Decisions follow at once to the device that is still looked at; subscribers hear of it once it lasts. */
    @Test
    void shouldPublishNothingOfADeviceHiddenForAMoment() {
        SessionId laptop = open(node, rig.ann, LAPTOP, TYPING);
        open(other, rig.ann, PHONE, attention(new AttentionReport(true, false, null, Screen.UNLOCKED)));
        int told = types(rig.ann).size();
        for (int i = 0; i < 5; i++) {
            report(laptop, attention(new AttentionReport(false, false, null, Screen.UNLOCKED)));
            assertEquals(State.PASSIVE, presence(rig.ann).attention().state());
            assertEquals(PHONE, presence(rig.ann).devices().getFirst().id());
            pass(GRACE.minusMillis(1));
            report(laptop, TYPING);
            assertEquals(LAPTOP, presence(rig.ann).devices().getFirst().id());
        }
        assertEquals(told, types(rig.ann).size(), () -> "flicker: " + rig.events(rig.ann));

        report(laptop, attention(new AttentionReport(false, false, null, Screen.UNLOCKED)));
        pass(GRACE);

        assertEquals(State.PASSIVE, rig.stored(rig.ann).published().attention());
        assertEquals(told + 1, types(rig.ann).size());
        EventStory.assertTells(rig.events(rig.ann), rig.stored(rig.ann).published());
    }

    @Test
    void shouldRemoveFiveKilledTabsWithinTheLease() {
        for (int i = 0; i < 5; i++) {
            open(i % 2 == 0 ? node : other, rig.ann, LAPTOP, TYPING);
        }
        assertEquals(
                5, presence(rig.ann).device(LAPTOP).orElseThrow().sessions().size());

        pass(PresenceRig.CONFIG.lease());

        assertEquals(List.of(), presence(rig.ann).devices());
        assertEquals(Map.of(), rig.stored(rig.ann).leases());
        assertEquals(
                1,
                types(rig.ann).stream()
                        .filter("presence.device.offline"::equals)
                        .count());
    }

    @Test
    void shouldFreeAllSessionsOfADeadNodeWithinTheLeaseWithOneEventEach() {
        List<UserRef> people = people(200);
        people.forEach(user -> open(node, user, LAPTOP, TYPING));
        people.forEach(user -> open(other, user, PHONE, TYPING));

        rig.pass(PresenceRig.CONFIG.lease().minusSeconds(1));
        people.forEach(user -> rig.stored(user).leases().forEach((session, lease) -> {
            if (lease.session().node().equals(other.id)) {
                assertTrue(await(other.sessions.refresh(user, session)));
            }
        }));
        rig.pass(Duration.ofSeconds(1));
        for (UserRef user : people) {
            assertFalse(rig.review(user).orElseThrow().isAfter(rig.now()), "it is looked at in time");
            await(other.people.review(user));
            await(node.people.review(user));
            assertEquals(1, presence(user).devices().size());
            assertEquals(
                    List.of("{\"device\":\"laptop\",\"reason\":\"lease_expired\"}"),
                    rig.events(user).stream()
                            .filter(event -> event.type().equals("presence.device.offline"))
                            .map(event -> event.data())
                            .toList());
        }
    }

    @Test
    void shouldWithholdLossesAfterAMassDisconnect() {
        Map<UserRef, SessionId> connected = new LinkedHashMap<>();
        people(60).forEach(user -> connected.put(user, open(node, user, LAPTOP, TYPING)));
        rig.told.clear();

        connected.forEach((user, session) -> await(node.sessions.close(user, session, "closed")));
        await(other.outages.refresh());

        List<UserRef> lost = List.copyOf(connected.keySet());
        assertEquals(1, node.metrics.counter("oneping.presence.mass.drops").count());
        assertEquals(1.0, node.metrics.get("oneping.presence.suspended").gauge().value());
        assertTrue(other.outages.current().containsKey(node.id), "other nodes know");
        assertTrue(
                rig.told.size() < 25, "losses after it was noticed are no reason to decide anew: " + rig.told.size());
        lost.forEach(user -> assertNotNull(
                presence(user).suspendedUntil(), "of the first losses too, stored before anybody knew of the others"));
        rig.pass(GRACE);
        lost.forEach(user -> await(other.people.review(user)));
        lost.forEach(user -> assertEquals(2, types(user).size(), "nothing is told"));
        assertEquals(rig.now().plusSeconds(20), presence(lost.getLast()).suspendedUntil());

        // Half of them come back in time, the others do not.
        lost.subList(0, 30).forEach(user -> open(other, user, LAPTOP, TYPING));
        rig.told.clear();
        rig.pass(PresenceRig.CONFIG.massDrop().grace());
        await(node.outages.refresh());
        lost.forEach(user -> await(other.people.review(user)));

        lost.subList(0, 30).forEach(user -> assertFalse(types(user).contains("presence.device.offline")));
        lost.subList(30, 60).forEach(user -> {
            assertEquals(
                    1,
                    types(user).stream()
                            .filter("presence.device.offline"::equals)
                            .count());
            assertNull(presence(user).suspendedUntil());
        });
        assertEquals(
                Set.copyOf(lost.subList(30, 60)),
                Set.copyOf(rig.told.stream()
                        .filter(told -> told.offline().contains(LAPTOP))
                        .map(PresenceChanged::user)
                        .toList()),
                "what was held back is decided on when the hold is over");
    }

    @Test
    void shouldNotTakeAFewDisconnectsForAnOutage() {
        List<UserRef> people = people(100);
        Map<UserRef, SessionId> connected = new LinkedHashMap<>();
        people.forEach(user -> connected.put(user, open(node, user, LAPTOP, TYPING)));

        people.subList(0, 25).forEach(user -> await(node.sessions.close(user, connected.get(user), "closed")));

        assertEquals(Map.of(), node.outages.current());
    }

    @Test
    void shouldPublishPlacesOnceWithoutTheirLocation() {
        Map<String, NamedPlace> places = Map.of("home", new NamedPlace(52.52, 13.405, 100));
        Preferences named = new Preferences(null, null, places, Map.of(), null);
        await(node.registry.setPreferences(rig.ann, named));
        SessionId session = open(node, rig.ann, PHONE, at(52.52, 13.405));
        assertEquals(Set.of(), placesOf(PHONE).value());

        pass(PresenceRig.CONFIG.placeDwell());
        assertEquals(Set.of("home"), placesOf(PHONE).value());
        report(session, at(52.53, 13.405));
        pass(PresenceRig.CONFIG.placeDwell());

        assertEquals(Set.of(), placesOf(PHONE).value());
        assertEquals(
                List.of(
                        "presence.place.entered {\"device\":\"phone\",\"place\":\"home\"}",
                        "presence.place.left {\"device\":\"phone\",\"place\":\"home\"}"),
                rig.events(rig.ann).stream()
                        .filter(event -> event.type().startsWith("presence.place"))
                        .map(event -> event.type() + " " + event.data())
                        .toList());
        assertTrue(rig.told.stream().filter(PresenceChanged::routing).count() >= 3, "rules are asked again");
        EventStory.assertTells(rig.events(rig.ann), rig.stored(rig.ann).published());
    }

    @Test
    void shouldHideAnInvisibleUserAndPublishTheChange() {
        open(node, rig.ann, LAPTOP, TYPING);
        assertEquals(
                new Presence.Seen(State.ACTIVE, true, rig.now()),
                presence(rig.ann).seen());

        Preferences hiding = new Preferences(null, null, Map.of(), Map.of(), true);
        await(node.registry.setPreferences(rig.ann, hiding));

        assertEquals(
                new Presence.Seen(State.UNKNOWN, false, rig.now()),
                presence(rig.ann).seen());
        assertEquals(State.ACTIVE, presence(rig.ann).attention().state(), "routing does not change");
        assertEquals("presence.visibility.changed", types(rig.ann).getLast());
    }

    @Test
    void shouldDetectDevicesOnTheSameNetworkWithoutStoringReportedHashes() {
        String hash = "b5bb9d8014a0f9b1";
        open(node, rig.ann, LAPTOP, on(hash));
        open(node, rig.ann, PHONE, on(hash));
        DeviceId tablet = new DeviceId("tablet");
        open(node, rig.ann, tablet, on("another"));

        Presence presence = presence(rig.ann);

        assertEquals(Set.of(PHONE), presence.near(presence.device(LAPTOP).orElseThrow()));
        assertEquals(Set.of(), presence.near(presence.device(tablet).orElseThrow()));
        assertFalse(rig.hash(rig.ann).toString().contains(hash));
    }

    private List<UserRef> people(int count) {
        TenantId tenant = rig.ann.tenant();
        List<UserRef> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            people.add(new UserRef(tenant, new UserId("user" + i)));
        }
        return people;
    }

    private void pass(Duration time) {
        rig.pass(time);
        if (rig.review(rig.ann).filter(due -> !due.isAfter(rig.now())).isPresent()) {
            await(other.people.review(rig.ann));
        }
    }

    private Presence presence(UserRef user) {
        return await(other.store.load(user));
    }

    private Observed<Set<String>> placesOf(DeviceId device) {
        return Objects.requireNonNull(
                presence(rig.ann).device(device).orElseThrow().places());
    }

    private SessionId open(Node at, UserRef user, DeviceId device, Report first) {
        SessionId session = SessionId.create(rig.now());
        await(at.sessions.open(user, device, "web", session, first));
        return session;
    }

    private void report(SessionId session, Report report) {
        assertTrue(await(node.sessions.report(rig.ann, session, report)));
    }

    private List<String> types(UserRef user) {
        return rig.events(user).stream().map(event -> event.type()).toList();
    }

    private static Report attention(AttentionReport attention) {
        return new Report(Report.UNNUMBERED, attention, null, null, null, null);
    }

    private static Report at(double lat, double lon) {
        return new Report(Report.UNNUMBERED, null, null, null, new Location(lat, lon, 20.0), null);
    }

    private static Report on(String hash) {
        return new Report(Report.UNNUMBERED, null, null, new Network("wifi", false, hash), null, null);
    }
}
