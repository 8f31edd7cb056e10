package dev.oneping.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OutboxTest {

    @Test
    void shouldReturnFramesInOrder() {
        Outbox outbox = new Outbox(3, 100);
        outbox.offer("a");
        outbox.offer("b");

        assertEquals("a", outbox.poll());
        assertEquals("b", outbox.poll());
        assertNull(outbox.poll());
    }

    @Test
    void shouldEnforceTheFrameLimit() {
        Outbox outbox = new Outbox(2, 100);

        assertTrue(outbox.offer("a"));
        assertTrue(outbox.offer("b"));
        assertFalse(outbox.offer("c"));
    }

    @Test
    void shouldEnforceTheCharacterLimit() {
        Outbox outbox = new Outbox(10, 4);

        assertTrue(outbox.offer("abc"));
        assertFalse(outbox.offer("de"));
        assertTrue(outbox.offer("d"));
    }

    @Test
    void shouldFreeRoomOfPolledFrames() {
        Outbox outbox = new Outbox(1, 3);
        outbox.offer("abc");
        outbox.poll();

        assertTrue(outbox.isEmpty());
        assertTrue(outbox.offer("abc"));
    }
}
