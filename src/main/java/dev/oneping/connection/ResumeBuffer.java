package dev.oneping.connection;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * The numbered frames of one device's client, so that it can go on after a cut where it was: exactly what it missed, or
 * nothing. Numbers begin with 1 and never skip one; an epoch names the log. Bounded by number and by size: the oldest go.
 * It belongs to one connection at a time, and so to one event loop.
 */
final class ResumeBuffer {

    private final String epoch;
    private final ArrayDeque<String> frames = new ArrayDeque<>();
    private final int maxFrames;
    private final int maxChars;
    private long last;
    private int chars;

    /** A log without frames. */
    ResumeBuffer(String epoch, int maxFrames, int maxChars) {
        this.epoch = epoch;
        this.maxFrames = maxFrames;
        this.maxChars = maxChars;
    }

    /** The name of the log. */
    String epoch() {
        return epoch;
    }

    /** The number of the last frame; 0 if there was none. */
    long last() {
        return last;
    }

    /** Keeps a frame, and answers the same with its number in it. */
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

    /** Every frame after a number, oldest first; none at all if one of them is kept no more, or was never made. */
    Optional<List<String>> after(long offset) {
        long missed = last - offset;
        if (missed < 0 || missed > frames.size()) {
            return Optional.empty();
        }
        return Optional.of(frames.stream().skip(frames.size() - missed).toList());
    }
}
