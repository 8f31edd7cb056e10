package dev.oneping.connection.grip;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SendWindowTest {

    private final SendWindow window = new SendWindow();

    @Test
    void shouldProbeAtHalfTheWindowAndStopWhenFull() {
        window.wrote(SendWindow.MAX_CHARS / 2 - 1);
        assertFalse(window.needsProbe());

        window.wrote(1);
        assertTrue(window.needsProbe());
        assertFalse(window.isFull());

        window.probe();
        window.wrote(SendWindow.MAX_CHARS / 2);
        assertFalse(window.needsProbe());
        assertTrue(window.isFull());
    }

    @Test
    void shouldHaveRoomAgainAfterThePong() {
        window.wrote(SendWindow.MAX_CHARS / 2);
        byte[] ping = window.probe();
        window.wrote(SendWindow.MAX_CHARS / 2);

        assertTrue(window.confirm(ping));

        assertFalse(window.isFull());
        assertTrue(window.needsProbe());
    }

    @Test
    void shouldIgnoreOtherPongs() {
        window.wrote(SendWindow.MAX_CHARS / 2);
        byte[] first = window.probe();
        window.wrote(SendWindow.MAX_CHARS / 2);
        byte[] second = window.probe();

        assertFalse(window.confirm(first));
        assertFalse(window.confirm(new byte[0]));
        assertTrue(window.isFull());
        assertTrue(window.confirm(second));
        assertFalse(window.isFull());
    }

    @Test
    void shouldCountManySmallFrames() {
        for (int i = 0; i < 32; i++) {
            assertFalse(window.isFull());
            window.wrote(10);
        }

        assertTrue(window.isFull());
    }
}
