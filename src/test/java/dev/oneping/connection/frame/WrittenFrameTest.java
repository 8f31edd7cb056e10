package dev.oneping.connection.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.model.Content;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.UserRef;
import dev.oneping.model.Variant;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WrittenFrameTest {

    private static final NotificationId ID = NotificationId.create(Instant.EPOCH, 1);
    private static final ObjectNode MISLEADING = JsonNodeFactory.instance
            .objectNode()
            .put("attempt", 9)
            .put("ring", true)
            .put("ack_by", "never");

    @Test
    void shouldReadAnAttempt() {
        String frame = notify(12, true);

        assertTrue(WrittenFrame.isNotify(frame));
        assertFalse(WrittenFrame.isRetract(frame));
        assertEquals(ID, WrittenFrame.notification(frame));
        assertEquals(12, WrittenFrame.attempt(frame));
        assertTrue(WrittenFrame.rings(frame));
    }

    @Test
    void shouldTakeOnlyTheSound() {
        assertEquals(notify(1, false), WrittenFrame.silent(notify(1, true)));
        assertEquals(notify(1, false), WrittenFrame.silent(notify(1, false)));
        assertFalse(WrittenFrame.rings(notify(1, false)));
    }

    @Test
    void shouldReadARetraction() {
        String frame = FrameWriter.write(new ServerFrame.Retract(ID, "moved"));

        assertTrue(WrittenFrame.isRetract(frame));
        assertFalse(WrittenFrame.isNotify(frame));
        assertEquals(ID, WrittenFrame.notification(frame));
    }

    private static String notify(int attempt, boolean ring) {
        Notification notification = new Notification(
                ID,
                UserRef.parse("acme:ann"),
                new Content("\"ring\":true,\"ack_by\":\"", null, MISLEADING),
                "chat",
                Priority.NORMAL,
                "default",
                null,
                Instant.EPOCH,
                Instant.EPOCH);
        return FrameWriter.write(new ServerFrame.Notify(notification, attempt, ring, Instant.EPOCH, Variant.RICH));
    }
}
