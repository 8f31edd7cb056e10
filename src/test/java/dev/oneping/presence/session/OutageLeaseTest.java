package dev.oneping.presence.session;

import static dev.oneping.presence.store.PresenceRig.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.events.LoggedEvent;
import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.presence.Device;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.store.PresenceRig;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Leases that end while Redis is away, for all nodes or for the one that holds the session. */
class OutageLeaseTest {

    private static final DeviceId LAPTOP = new DeviceId("laptop");
    private static final Duration OUTAGE = Duration.ofSeconds(62);

    private final PresenceRig rig = new PresenceRig();
    private final PresenceRig.Node node = rig.node();
    private final PresenceRig.Node other = rig.node();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldKeepSessionsWhoseLeaseEndedWhileLeasesStoodStill() {
        SessionId session = open();
        Instant last = rig.now();
        rig.pass(OUTAGE);
        rig.leaseTime = now -> last;

        await(other.people.review(rig.ann));

        assertTrue(isOnline());
        assertTrue(await(node.sessions.refresh(rig.ann, session)));
        rig.leaseTime = now -> now;
        await(other.people.review(rig.ann));
        assertTrue(isOnline());
        assertEquals(0, offline());
    }

    @Test
    void shouldEndSessionsThatNobodyRenewedAfterTheOutage() {
        open();
        Instant last = rig.now();
        rig.pass(OUTAGE);
        rig.leaseTime = now -> last;
        await(other.people.review(rig.ann));
        assertEquals(0, offline());

        rig.leaseTime = now -> now;
        await(other.people.review(rig.ann));

        assertFalse(isOnline());
        assertEquals(1, offline());
    }

    @Test
    void shouldRestoreASessionThatEndedWhileItsNodeWasCutOff() {
        SessionId session = open();
        rig.pass(OUTAGE);
        await(other.people.review(rig.ann));
        assertFalse(isOnline());

        assertTrue(await(node.sessions.refresh(rig.ann, session)));

        assertTrue(isOnline());
        assertEquals(
                "web",
                await(other.store.load(rig.ann)).device(LAPTOP).orElseThrow().platform());
    }

    @Test
    void shouldRestoreItByAReport() {
        SessionId session = open();
        rig.pass(OUTAGE);
        await(other.people.review(rig.ann));

        assertTrue(await(node.sessions.report(rig.ann, session, Report.EMPTY)));

        assertTrue(isOnline());
    }

    @Test
    void shouldNotRestoreTheSessionOfADeviceThatWasRevoked() {
        SessionId session = open();
        rig.pass(OUTAGE);
        await(other.people.review(rig.ann));
        rig.revoked.add(LAPTOP);

        assertFalse(await(node.sessions.refresh(rig.ann, session)));
        assertFalse(isOnline());
    }

    @Test
    void shouldNotRestoreASessionWhoseDeviceHasConnectedElsewhere() {
        SessionId session = open();
        rig.pass(OUTAGE);
        await(other.people.review(rig.ann));
        open(other);

        assertFalse(await(node.sessions.refresh(rig.ann, session)));
    }

    @Test
    void shouldNotRestoreASessionThatWasEndedOnPurpose() {
        SessionId session = open();
        await(other.sessions.end(rig.ann, LAPTOP, session, "closed"));

        assertFalse(await(node.sessions.refresh(rig.ann, session)));
        assertFalse(await(node.sessions.report(rig.ann, session, Report.EMPTY)));
    }

    private SessionId open() {
        return open(node);
    }

    private SessionId open(PresenceRig.Node at) {
        SessionId session = SessionId.create(rig.now());
        assertInstanceOf(
                OpenResult.Opened.class, await(at.sessions.open(rig.ann, LAPTOP, "web", session, Report.EMPTY)));
        return session;
    }

    private boolean isOnline() {
        return await(other.store.load(rig.ann))
                .device(LAPTOP)
                .filter(Device::online)
                .isPresent();
    }

    private long offline() {
        return rig.events(rig.ann).stream()
                .map(LoggedEvent::type)
                .filter("presence.device.offline"::equals)
                .count();
    }
}
