package dev.oneping.connection.grip;

import java.nio.ByteBuffer;

/**
 * The unconfirmed data sent to a client behind a proxy. A probe is a ping with a number; its pong confirms everything
 * sent before it. Confined to the event loop of its socket.
 */
final class SendWindow {

    /** Half of Pushpin's buffer for a client ({@code client_buffer_size}), because overhead takes room too. */
    static final int MAX_CHARS = 4_096;

    private static final int MAX_FRAMES = 32;

    private long probes;
    private int probedChars;
    private int probedFrames;
    private int chars;
    private int frames;
    private boolean probing;

    /** Records a sent frame. */
    void wrote(int length) {
        chars += length;
        frames++;
    }

    /** Returns whether no more may be sent now. A frame larger than the window is sent alone. */
    boolean isFull() {
        return probedChars + chars >= MAX_CHARS || probedFrames + frames >= MAX_FRAMES;
    }

    /** Returns whether a probe is due: half of the window is used, and no probe is pending. */
    boolean needsProbe() {
        return !probing && (chars >= MAX_CHARS / 2 || frames >= MAX_FRAMES / 2);
    }

    /** Returns the payload of the next ping; its pong confirms everything sent before. */
    byte[] probe() {
        probing = true;
        probedChars += chars;
        probedFrames += frames;
        chars = 0;
        frames = 0;
        return ByteBuffer.allocate(Long.BYTES).putLong(++probes).array();
    }

    /** Handles a pong; returns whether it answers the last ping, so that there is room again. */
    boolean confirm(byte[] pong) {
        if (pong.length != Long.BYTES || ByteBuffer.wrap(pong).getLong() != probes) {
            return false;
        }
        probing = false;
        probedChars = 0;
        probedFrames = 0;
        return true;
    }
}
