package dev.oneping.connection.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.node.NodeFrame.Kind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeFrameTest {

    private static final DeviceAddress ADDRESS =
            new DeviceAddress(UserRef.parse("acme:ann@example.com"), new DeviceId("laptop"));
    private static final NotificationId ID = NotificationId.create(Instant.EPOCH, 3);

    @Test
    void shouldReadWhatItWrote() {
        List<SessionId> to = List.of(SessionId.create(Instant.EPOCH), SessionId.create(Instant.EPOCH));
        NodeFrame sent = new NodeFrame(Kind.PRESENT, ID, 12, ADDRESS, to, "{\"type\":\"notify\",\"title\":\"a b\"}");

        String[] lines = sent.encode().split("\n");

        assertEquals(sent, NodeFrame.decode(lines[0], lines[1]));
    }

    @Test
    void shouldReadARetractionWithoutSessions() {
        NodeFrame sent = new NodeFrame(Kind.RETRACT, ID, 12, ADDRESS, List.of(), "{}");

        String[] lines = sent.encode().split("\n");

        assertEquals(sent, NodeFrame.decode(lines[0], lines[1]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PRESENT", "SHOUT ntf_1 1 a:b c d", "PRESENT ntf_1 1 a:b c d", "1 2 3 4 5 6 7"})
    void shouldRejectTheFormatOfANewerNode(String line) {
        assertThrows(IllegalArgumentException.class, () -> NodeFrame.decode(line, "{}"));
    }
}
