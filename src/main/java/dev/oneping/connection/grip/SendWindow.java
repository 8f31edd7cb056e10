package dev.oneping.connection.grip;

import java.nio.ByteBuffer;

/**
 * How much was said to a client behind a proxy, and is not known to have arrived. A probe is a ping with a number; its pong
 * confirms all that was said before it. Owned by the event loop of its socket.
 */
final class SendWindow {

    /** Half of what Pushpin holds for a client ({@code client_buffer_size}), for what is not text takes room too. */
    static final int MOST_CHARS = 4_096;

    private static final int MOST_FRAMES = 32;

    private long probes;
    private int probedChars;
    private int probedFrames;
    private int chars;
    private int frames;
    private boolean probing;

    /** A frame was said. */
    void wrote(int length) {
        chars += length;
        frames++;
    }

    /** Whether nothing more may be said now. A frame that is larger than all the room goes alone. */
    boolean isFull() {
        return probedChars + chars >= MOST_CHARS || probedFrames + frames >= MOST_FRAMES;
    }

    /** Whether so much was said that it is time to ask; while an answer is awaited it is not. */
    boolean wantsProbe() {
        return !probing && (chars >= MOST_CHARS / 2 || frames >= MOST_FRAMES / 2);
    }

    /** What the next ping has to bring; its pong confirms all that was said before. */
    byte[] probe() {
        probing = true;
        probedChars += chars;
        probedFrames += frames;
        chars = 0;
        frames = 0;
        return ByteBuffer.allocate(Long.BYTES).putLong(++probes).array();
    }

    /** A pong has come; answers whether it was that of the last ping, so that there is room again. */
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
