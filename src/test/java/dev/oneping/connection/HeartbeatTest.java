package dev.oneping.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.connection.frame.CloseCode;
import dev.oneping.model.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private final ConnectionRig rig = new ConnectionRig();
    private final RecordingTransport transport = new RecordingTransport();

    @Test
    void shouldPingAndRenewEverySessionOnceInAHeartbeat() {
        List<RecordingTransport> transports = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            RecordingTransport each = new RecordingTransport();
            transports.add(each);
            rig.welcome(each);
        }

        rig.heartbeat.all().forEach(connection -> assertTrue(connection.isLive()));
        for (int i = 0; i < Heartbeat.STEPS; i++) {
            rig.seconds(1);
            rig.heartbeat.all().forEach(Connection::alive);
        }

        assertTrue(transports.stream().allMatch(each -> each.pings == 1 && each.closed == null));
        assertEquals(1000, rig.renewed.size());
        assertEquals(1000, new HashSet<>(rig.renewed).size());
    }

    @Test
    void shouldSpreadSessionsOpenedTogether() {
        for (int i = 0; i < 1000; i++) {
            rig.welcome(new RecordingTransport());
        }
        List<Integer> renewals = new ArrayList<>();
        for (int i = 0; i < Heartbeat.STEPS; i++) {
            int before = rig.renewed.size();
            rig.seconds(1);
            rig.heartbeat.all().forEach(Connection::alive);
            renewals.add(rig.renewed.size() - before);
        }

        assertTrue(Collections.max(renewals) < 100, renewals::toString);
    }

    @Test
    void shouldCloseASessionThatDoesNotAnswerItsPing() {
        rig.welcome(transport);
        while (transport.pings == 0) {
            rig.seconds(1);
        }

        rig.seconds(9);
        assertNull(transport.closed);
        rig.seconds(1);

        assertEquals(CloseCode.SILENT, transport.closed);
    }

    /** Nothing is read from it meanwhile, so it could not answer; and its step is another afterwards. */
    @Test
    void shouldNotPingWhileAHelloIsProcessed() {
        List<Connection> opening = new ArrayList<>();
        List<RecordingTransport> transports = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            RecordingTransport each = new RecordingTransport();
            transports.add(each);
            Connection connection = rig.connect(each);
            connection.opening(SessionId.create(Instant.EPOCH));
            opening.add(connection);
        }
        rig.seconds(1);
        opening.forEach(rig::welcome);

        rig.seconds(9);

        assertTrue(transports.stream().allMatch(each -> each.closed == null), "nobody was asked ten seconds ago");
    }

    @Test
    void shouldAcceptAnyFrameAsASignOfLife() {
        Connection connection = rig.welcome(transport);

        for (int i = 0; i < 200; i++) {
            rig.seconds(1);
            connection.received(ConnectionRig.bytes("{\"type\":\"report\"}"));
        }

        assertNull(transport.closed);
        assertEquals(8, transport.pings);
    }

    @Test
    void shouldCloseAConnectionWithoutHelloEvenIfAlive() {
        Connection connection = rig.connect(transport);
        for (int i = 0; i < 10; i++) {
            rig.seconds(1);
            connection.alive();
        }
        assertNull(transport.closed);
        assertEquals(0, transport.pings);

        rig.seconds(1);

        assertEquals(CloseCode.SILENT, transport.closed);
    }

    @Test
    void shouldNotRenewSessionsThatAreNotOpen() {
        Connection connection = rig.connect(transport);
        for (int i = 0; i < 9; i++) {
            rig.seconds(1);
            connection.alive();
        }

        assertEquals(List.of(), rig.renewed);
    }
}
