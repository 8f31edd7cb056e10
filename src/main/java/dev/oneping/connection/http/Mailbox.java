package dev.oneping.connection.http;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * The frames of one session for fetching, numbered from 1. A frame is kept until the client confirms it; a streamed
 * frame, which clients do not confirm, until newer ones need its room.
 */
final class Mailbox {

    private final ArrayDeque<NumberedFrame> numbered = new ArrayDeque<>();
    private final int maxFrames;
    private final int maxChars;
    private long last;
    private long sent;
    private int chars;

    /** Creates a mailbox with these limits on unsent frames and characters. */
    Mailbox(int maxFrames, int maxChars) {
        this.maxFrames = maxFrames;
        this.maxChars = maxChars;
    }

    /** Returns the number of the last frame; 0 if there was none. */
    long last() {
        return last;
    }

    /** Returns whether it is full of unsent frames. */
    boolean isFull() {
        return last - sent >= maxFrames || chars >= maxChars;
    }

    /** Adds a frame, dropping sent ones for room. */
    void add(String frame) {
        last++;
        numbered.add(new NumberedFrame(last, frame));
        chars += frame.length();
        while ((numbered.size() > maxFrames || chars > maxChars)
                && numbered.element().number() <= sent) {
            removeOldest();
        }
    }

    /** Drops every frame up to that number, which the client has confirmed. */
    void received(long number) {
        while (!numbered.isEmpty() && numbered.element().number() <= number) {
            removeOldest();
        }
        sent = Math.max(sent, number);
    }

    /** Marks every frame up to that number as sent. */
    void sent(long number) {
        sent = Math.max(sent, number);
    }

    /** Returns the frames after a number; empty if one of them was dropped or never existed. */
    Optional<List<NumberedFrame>> after(long number) {
        long missing = last - number;
        if (missing < 0 || missing > numbered.size()) {
            return Optional.empty();
        }
        return Optional.of(numbered.stream().skip(numbered.size() - missing).toList());
    }

    private void removeOldest() {
        chars -= numbered.remove().frame().length();
    }

    /** A frame and its number. */
    record NumberedFrame(long number, String frame) {}
}
