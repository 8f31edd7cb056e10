package dev.oneping.connection;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait until the device reads again. Bounded by number and by size; it exists only while something waits, so
 * a device that keeps up costs nothing.
 */
final class Outbox {

    private final ArrayDeque<String> frames = new ArrayDeque<>();
    private final int maxFrames;
    private final int maxChars;
    private int chars;

    /** Holds at most that many frames and characters. */
    Outbox(int maxFrames, int maxChars) {
        this.maxFrames = maxFrames;
        this.maxChars = maxChars;
    }

    /** Adds a frame; false, and nothing changed, if it does not fit. */
    boolean offer(String frame) {
        if (frames.size() == maxFrames || frame.length() > maxChars - chars) {
            return false;
        }
        chars += frame.length();
        return frames.add(frame);
    }

    /** Takes the oldest frame; null if none is left. */
    @Nullable
    String poll() {
        String frame = frames.poll();
        if (frame != null) {
            chars -= frame.length();
        }
        return frame;
    }

    /** Whether nothing waits. */
    boolean isEmpty() {
        return frames.isEmpty();
    }
}
