package dev.oneping.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.store.PresenceRig;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many connections of one node that end at once, and the tenants that this may concern. */
class MassDisconnectTest {

    private static final DeviceId LAPTOP = new DeviceId("laptop");

    private final PresenceRig rig = new PresenceRig();
    private final PresenceRig.Node node = rig.node();
    private final TenantId flapping = new TenantId("flapping" + Long.toHexString(System.nanoTime()));
    private final TenantId other = rig.ann.tenant();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldNotTakePagesThatAreClosedForAnOutage() {
        Map<UserRef, SessionId> pages = open(flapping, 40);

        pages.forEach((user, session) -> PresenceRig.await(node.sessions.leave(user, session, "closed")));

        assertEquals(Map.of(), node.outages.current());
    }

    @Test
    void shouldWithholdNothingOfATenantThatLostNothing() {
        open(other, 5);

        lose(open(flapping, 40));

        assertNotNull(node.outages.until(node.id, flapping));
        assertNull(node.outages.until(node.id, other));
    }

    @Test
    void shouldTakeTheLossesOfSeveralTenantsForAnOutageOfTheNode() {
        for (int i = 0; i < 4; i++) {
            lose(open(new TenantId("small" + i + flapping), 8));
        }

        assertNotNull(node.outages.until(node.id, new TenantId("small0" + flapping)), "the first one, too");
        assertNotNull(node.outages.until(node.id, new TenantId("small3" + flapping)));
    }

    @Test
    void shouldEndAnOutageAlthoughConnectionsAreLostAgainAndAgain() {
        Duration grace = PresenceRig.CONFIG.massDrop().grace();
        Instant end = rig.now().plus(grace.multipliedBy(40));
        int withheld = 0;
        int rounds = 0;
        while (rig.now().isBefore(end)) {
            lose(open(flapping, 24));
            rig.pass(grace.dividedBy(2));
            rounds++;
            if (node.outages.until(node.id, flapping) != null) {
                withheld++;
            }
        }
        assertTrue(withheld > 0 && withheld < rounds / 2, withheld + " of " + rounds);
    }

    private Map<UserRef, SessionId> open(TenantId tenant, int count) {
        Map<UserRef, SessionId> sessions = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            UserRef user = new UserRef(tenant, new UserId("user" + i));
            SessionId session = SessionId.create(rig.now());
            PresenceRig.await(node.sessions.open(user, LAPTOP, "web", session, Report.EMPTY));
            sessions.put(user, session);
        }
        return sessions;
    }

    private void lose(Map<UserRef, SessionId> sessions) {
        sessions.forEach((user, session) -> PresenceRig.await(node.sessions.close(user, session, "closed")));
    }
}
