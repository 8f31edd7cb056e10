package dev.oneping.presence.session;

import static dev.oneping.presence.store.PresenceRig.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.events.LoggedEvent;
import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.presence.PresenceChanged;
import dev.oneping.presence.attention.Attention.State;
import dev.oneping.presence.report.AttentionReport;
import dev.oneping.presence.report.Battery;
import dev.oneping.presence.report.Network;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.report.Screen;
import dev.oneping.presence.store.PresenceRig;
import dev.oneping.presence.store.PresenceRig.Node;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lifecycle of sessions, on a real Redis. */
class SessionsTest {

    private static final DeviceId LAPTOP = new DeviceId("laptop");
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final Report TYPING = attention(new AttentionReport(true, true, Duration.ZERO, Screen.UNLOCKED));
    private static final Report LOCKED = attention(new AttentionReport(null, null, null, Screen.LOCKED));

    private final PresenceRig rig = new PresenceRig();
    private final Node node = rig.node();
    private final Node other = rig.node();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldBeOnlineAndActiveOnceOpened() {
        SessionId session = SessionId.create(rig.now());

        OpenResult opening = await(node.sessions.open(rig.ann, LAPTOP, "web", session, TYPING));

        Presence presence = assertInstanceOf(OpenResult.Opened.class, opening).presence();
        assertEquals(await(other.store.load(rig.ann)), presence);
        Device laptop = presence.device(LAPTOP).orElseThrow();
        assertTrue(laptop.online() && !laptop.registered());
        assertEquals("web", laptop.platform());
        assertEquals(List.of(new SessionLocation(session, node.id)), laptop.sessions());
        assertEquals(rig.now(), laptop.onlineSince());
        assertEquals(State.ACTIVE, presence.attention().state());
        assertEquals(List.of("presence.device.online", "presence.attention.changed"), types());
        assertEquals(List.of(new PresenceChanged(rig.ann, Set.of(LAPTOP), Set.of(), true)), rig.told);
    }

    @Test
    void shouldPublishEachTransitionExactlyOnce() {
        SessionId tab = open(node, LAPTOP, TYPING);
        SessionId secondTab = open(other, LAPTOP, TYPING);
        report(node, tab, TYPING);
        await(node.sessions.close(rig.ann, tab, "closed"));
        report(other, secondTab, LOCKED);
        review(10);
        await(other.sessions.close(rig.ann, secondTab, "closed"));
        review(10);

        assertEquals(
                List.of(
                        "presence.device.online {\"device\":\"laptop\"}",
                        "presence.attention.changed {\"attention\":\"active\",\"previous\":\"unknown\",\"device\":\"laptop\"}",
                        "presence.attention.changed {\"attention\":\"away\",\"previous\":\"active\",\"device\":\"laptop\"}",
                        "presence.device.offline {\"device\":\"laptop\",\"reason\":\"closed\"}",
                        "presence.attention.changed {\"attention\":\"unknown\",\"previous\":\"away\"}"),
                rig.events(rig.ann).stream()
                        .map(event -> event.type() + " " + event.data())
                        .toList());
    }

    @Test
    void shouldReportInOneRoundTripWithACurrentCache() {
        SessionId session = open(node, LAPTOP, TYPING);

        report(node, session, TYPING);
        report(node, session, LOCKED);

        assertEquals(0, node.conflicts());
    }

    @Test
    void shouldDropLateReportsByTheirNumber() {
        SessionId session = open(node, LAPTOP, numbered(5, 0.9));

        assertTrue(await(node.sessions.report(rig.ann, session, numbered(4, 0.1))));
        assertTrue(await(node.sessions.report(rig.ann, session, numbered(5, 0.1))));
        assertEquals(0.9, level());
        assertTrue(await(node.sessions.report(rig.ann, session, numbered(6, 0.8))));
        assertEquals(0.8, level());
        assertTrue(await(node.sessions.report(rig.ann, session, numbered(Report.UNNUMBERED, 0.7))));
        assertTrue(await(node.sessions.report(rig.ann, session, numbered(6, 0.1))));
        assertEquals(0.7, level());
    }

    @Test
    void shouldAcceptReportsOfASessionKnownOnlyToRedis() {
        SessionId session = open(node, LAPTOP, TYPING);
        await(other.store.load(rig.ann));
        report(node, session, LOCKED);

        assertTrue(await(other.sessions.report(rig.ann, session, TYPING)));

        assertEquals(State.ACTIVE, await(node.store.load(rig.ann)).attention().state());
    }

    @Test
    void shouldReportALostSessionToEveryCall() {
        SessionId session = open(node, LAPTOP, TYPING);
        await(node.sessions.close(rig.ann, session, "closed"));

        assertFalse(await(node.sessions.report(rig.ann, session, TYPING)));
        assertFalse(await(node.sessions.refresh(rig.ann, session)));
        assertFalse(await(other.sessions.report(rig.ann, session, TYPING)));
        assertFalse(rig.hash(rig.ann).containsKey("l:" + session));
    }

    @Test
    void shouldEnforceTheDeviceLimit() {
        for (int i = 0; i < PresenceRig.CONFIG.devices(); i++) {
            open(node, new DeviceId("device" + i), Report.EMPTY);
        }

        OpenResult refused = await(node.sessions.open(rig.ann, LAPTOP, "web", SessionId.create(rig.now()), TYPING));

        assertEquals(new OpenResult.TooManyDevices(20), refused);
        assertFalse(rig.stored(rig.ann).devices(rig.now()).contains(LAPTOP));
    }

    @Test
    void shouldEnforceTheSessionLimitWithoutExpiredSessions() {
        for (int i = 0; i < PresenceRig.CONFIG.sessionsPerDevice(); i++) {
            open(node, LAPTOP, Report.EMPTY);
        }

        assertEquals(
                new OpenResult.TooManySessions(8),
                await(node.sessions.open(rig.ann, LAPTOP, "web", SessionId.create(rig.now()), TYPING)));

        rig.pass(PresenceRig.CONFIG.lease());
        open(node, LAPTOP, TYPING);
        assertEquals(1, rig.stored(rig.ann).leases().size());
    }

    @Test
    void shouldNotCloseASessionThatAnotherNodeHasTakenOver() {
        SessionId session = open(node, LAPTOP, TYPING);
        await(other.sessions.open(rig.ann, LAPTOP, "web", session, TYPING));

        await(node.sessions.close(rig.ann, session, "closed"));

        Device laptop = await(node.store.load(rig.ann)).device(LAPTOP).orElseThrow();
        assertEquals(List.of(new SessionLocation(session, other.id)), laptop.sessions());
    }

    @Test
    void shouldStayOnlineWhenTheOldConnectionClosesAfterTheNewOneOpened() {
        for (List<Integer> order : List.of(List.of(0, 1), List.of(1, 0))) {
            for (Node opener : List.of(node, other)) {
                SessionId old = open(node, PHONE, TYPING);
                SessionId fresh = SessionId.create(rig.now());
                for (int step : order) {
                    if (step == 0) {
                        await(opener.sessions.open(rig.ann, PHONE, "ios", fresh, TYPING));
                    } else {
                        await(node.sessions.close(rig.ann, old, "replaced"));
                    }
                }
                await(node.sessions.close(rig.ann, old, "replaced"));

                Device phone = await(other.store.load(rig.ann)).device(PHONE).orElseThrow();
                assertEquals(List.of(new SessionLocation(fresh, opener.id)), phone.sessions());
                await(opener.sessions.close(rig.ann, fresh, "closed"));
            }
        }
    }

    @Test
    void shouldReplaceAReconnectingClientsSessionOnAnotherNode() {
        SessionId old = SessionId.create(rig.now());
        await(node.sessions.open(rig.ann, PHONE, "ios", old, TYPING, new ResumeIdentity("first", null)));
        SessionId tablets = SessionId.create(rig.now());
        await(node.sessions.open(
                rig.ann, new DeviceId("tablet"), "ios", tablets, TYPING, new ResumeIdentity("first", null)));
        SessionId fresh = SessionId.create(rig.now());

        OpenResult opening =
                await(other.sessions.open(rig.ann, PHONE, "ios", fresh, TYPING, new ResumeIdentity("second", "first")));
        await(node.sessions.close(rig.ann, old, "closed"));

        assertEquals(
                List.of(new SessionLocation(old, node.id)),
                assertInstanceOf(OpenResult.Opened.class, opening).replaced());
        assertEquals(Set.of(fresh, tablets), rig.stored(rig.ann).leases().keySet(), "another device's is another's");
        assertFalse(types().contains("presence.device.offline"));
    }

    @Test
    void shouldNotCountAReplacedSession() {
        for (int i = 0; i < PresenceRig.CONFIG.sessionsPerDevice(); i++) {
            SessionId tab = SessionId.create(rig.now());
            await(node.sessions.open(rig.ann, LAPTOP, "web", tab, TYPING, new ResumeIdentity("tab" + i, null)));
        }
        SessionId again = SessionId.create(rig.now());

        assertInstanceOf(
                OpenResult.Opened.class,
                await(other.sessions.open(rig.ann, LAPTOP, "web", again, TYPING, new ResumeIdentity("tab3", "tab3"))));
    }

    @Test
    void shouldApplyAScreenStateToAllSessionsOfTheDevice() {
        SessionId tab = open(node, LAPTOP, TYPING);
        SessionId desktopApp = open(node, LAPTOP, TYPING);

        rig.pass(Duration.ofSeconds(1));
        report(node, desktopApp, LOCKED);

        assertEquals(State.AWAY, await(node.store.load(rig.ann)).attention().state());
        rig.pass(Duration.ofSeconds(1));
        report(node, tab, TYPING);
        assertEquals(State.ACTIVE, await(node.store.load(rig.ann)).attention().state());
    }

    @Test
    void shouldDropOldContextButKeepTheZone() {
        SessionId session = open(
                node,
                LAPTOP,
                new Report(
                        1,
                        null,
                        Battery.seen(0.1, false),
                        new Network("wifi", false),
                        null,
                        ZoneId.of("Asia/Kathmandu")));
        rig.pass(Duration.ofMinutes(16));
        assertTrue(await(node.sessions.refresh(rig.ann, session)));

        Presence later = await(node.store.load(rig.ann));

        Device laptop = later.device(LAPTOP).orElseThrow();
        assertNull(laptop.battery());
        assertEquals("wifi", Objects.requireNonNull(laptop.network()).value().type());
        await(node.sessions.close(rig.ann, session, "closed"));
        assertEquals(
                ZoneId.of("Asia/Kathmandu"), await(node.store.load(rig.ann)).zone());
    }

    @Test
    void shouldPublishALowBatteryOnceWhileTheLevelOscillates() {
        SessionId session = open(node, LAPTOP, numbered(1, 0.30));
        rig.told.clear();

        double[] levels = {0.16, 0.15, 0.16, 0.15, 0.19, 0.14, 0.20, 0.19, 0.16};
        for (int i = 0; i < levels.length; i++) {
            report(node, session, numbered(i + 2, levels[i]));
        }

        assertEquals(2, rig.told.size(), "low at 15 %, cleared at 20 %");
        assertTrue(rig.told.getFirst().routing());
    }

    @Test
    void shouldRouteAnewWhenABatteryThatWasLowComesToItsLastMinutes() {
        SessionId session = open(node, LAPTOP, numbered(1, 0.12));
        for (int i = 2; i < 9; i++) {
            rig.pass(Duration.ofSeconds(50));
            report(node, session, numbered(i, 0.12));
        }
        rig.told.clear();
        report(node, session, numbered(9, 0.12));
        assertEquals(List.of(), rig.told);

        report(node, session, numbered(10, 0.02));

        assertEquals(1, rig.told.size());
        assertTrue(rig.told.getFirst().routing());
    }

    @Test
    void shouldEndASessionThatAnotherNodeHolds() {
        SessionId session = open(node, LAPTOP, TYPING);

        assertEquals(
                Optional.empty(), await(other.sessions.end(rig.ann, PHONE, session, "closed")), "not of that device");
        assertEquals(
                Optional.of(new SessionLocation(session, node.id)),
                await(other.sessions.end(rig.ann, LAPTOP, session, "closed")));

        assertEquals(Optional.empty(), await(other.sessions.end(rig.ann, LAPTOP, session, "closed")));
        assertFalse(await(node.sessions.refresh(rig.ann, session)));
    }

    private void review(int seconds) {
        rig.pass(Duration.ofSeconds(seconds));
        await(node.people.review(rig.ann));
    }

    private double level() {
        Device laptop = await(node.store.load(rig.ann)).device(LAPTOP).orElseThrow();
        return Objects.requireNonNull(laptop.battery()).value().level();
    }

    private SessionId open(Node at, DeviceId device, Report first) {
        SessionId session = SessionId.create(rig.now());
        assertInstanceOf(OpenResult.Opened.class, await(at.sessions.open(rig.ann, device, "web", session, first)));
        return session;
    }

    private void report(Node at, SessionId session, Report report) {
        assertTrue(await(at.sessions.report(rig.ann, session, report)));
    }

    private List<String> types() {
        return rig.events(rig.ann).stream().map(LoggedEvent::type).toList();
    }

    private static Report attention(AttentionReport attention) {
        return new Report(Report.UNNUMBERED, attention, null, null, null, null);
    }

    private static Report numbered(long seq, double level) {
        return new Report(seq, null, Battery.seen(level, false), null, null, null);
    }
}
