package dev.oneping.connection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The numbered frames of one client, so that it can resume after a lost connection with exactly the missed frames, or
 * with none. Numbers begin with 1 without gaps; an epoch identifies the buffer. Bounded by number and size: the oldest
 * frames are dropped. It belongs to one connection at a time, and so to one event loop.
 */
public final class ResumeBuffer {

    private final String epoch;
    private final ArrayDeque<String> frames = new ArrayDeque<>();
    private final ShownAttempts shown = new ShownAttempts();
    private final int maxFrames;
    private final int maxChars;
    private long last;
    private int chars;
    private @Nullable Long takenAtNanos;

    /** Creates an empty buffer. */
    public ResumeBuffer(String epoch, int maxFrames, int maxChars) {
        this.epoch = epoch;
        this.maxFrames = maxFrames;
        this.maxChars = maxChars;
    }

    /** Returns the identifier of the buffer. */
    public String epoch() {
        return epoch;
    }

    /** Returns the number of the last frame; 0 if there was none. */
    public long last() {
        return last;
    }

    /** Returns the notifications that its client was sent. */
    public ShownAttempts shown() {
        return shown;
    }

    /** Records that a client took it from a live connection. */
    public void takenAt(long nanos) {
        takenAtNanos = nanos;
    }

    /** Returns whether that happened within this time. */
    boolean isTakenWithin(Duration time, long nanos) {
        return takenAtNanos != null && nanos - takenAtNanos < time.toNanos();
    }

    /** Stores a frame, and returns it with its number added. */
    String number(String frame) {
        last++;
        String numbered = frame.substring(0, frame.length() - 1) + ",\"offset\":" + last + "}";
        frames.add(numbered);
        chars += numbered.length();
        while (frames.size() > maxFrames || chars > maxChars) {
            chars -= frames.remove().length();
        }
        return numbered;
    }

    /** Returns every frame after a number, oldest first; empty if one of them was dropped or never existed. */
    public Optional<List<String>> after(long offset) {
        long missed = last - offset;
        if (missed < 0 || missed > frames.size()) {
            return Optional.empty();
        }
        return Optional.of(frames.stream().skip(frames.size() - missed).toList());
    }
}
