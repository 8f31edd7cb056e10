package dev.oneping.connection;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The frames queued until the device reads again. Bounded by number and size; it exists only while something is
 * queued, so a device that keeps up costs nothing.
 */
final class Outbox {

    private final ArrayDeque<String> frames = new ArrayDeque<>();
    private final int maxFrames;
    private final int maxChars;
    private int chars;

    /** Creates an outbox with these limits. */
    Outbox(int maxFrames, int maxChars) {
        this.maxFrames = maxFrames;
        this.maxChars = maxChars;
    }

    /** Adds a frame; false, without effect, if it does not fit. */
    boolean offer(String frame) {
        if (frames.size() == maxFrames || frame.length() > maxChars - chars) {
            return false;
        }
        chars += frame.length();
        return frames.add(frame);
    }

    /** Takes the oldest frame; null if there is none. */
    @Nullable
    String poll() {
        String frame = frames.poll();
        if (frame != null) {
            chars -= frame.length();
        }
        return frame;
    }

    /** Returns whether nothing is queued. */
    boolean isEmpty() {
        return frames.isEmpty();
    }
}
