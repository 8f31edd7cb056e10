package dev.oneping.connection.http;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * The frames of one session for whoever fetches them, numbered from 1. A frame is kept until the client says that it has it;
 * one that was streamed, where clients say nothing, until newer ones need its room.
 */
final class Mailbox {

    private final ArrayDeque<Letter> letters = new ArrayDeque<>();
    private final int maxFrames;
    private final int maxChars;
    private long last;
    private long sent;
    private int chars;

    /** Holds at most that many frames and characters of what was not sent. */
    Mailbox(int maxFrames, int maxChars) {
        this.maxFrames = maxFrames;
        this.maxChars = maxChars;
    }

    /** The number of the last frame; 0 if there was none. */
    long last() {
        return last;
    }

    /** Whether it can take no more: what it holds, nobody has fetched. */
    boolean isFull() {
        return last - sent >= maxFrames || chars >= maxChars;
    }

    /** Adds a frame; makes room among those that were sent. */
    void add(String frame) {
        last++;
        letters.add(new Letter(last, frame));
        chars += frame.length();
        while ((letters.size() > maxFrames || chars > maxChars)
                && letters.element().number() <= sent) {
            removeOldest();
        }
    }

    /** The client has every frame up to that number, and will not ask for one of them again. */
    void received(long number) {
        while (!letters.isEmpty() && letters.element().number() <= number) {
            removeOldest();
        }
        sent = Math.max(sent, number);
    }

    /** Every frame up to that number was written to the client. */
    void sent(long number) {
        sent = Math.max(sent, number);
    }

    /** The frames after a number; none at all if one of them is not kept, or was never there. */
    Optional<List<Letter>> after(long number) {
        long missing = last - number;
        if (missing < 0 || missing > letters.size()) {
            return Optional.empty();
        }
        return Optional.of(letters.stream().skip(letters.size() - missing).toList());
    }

    private void removeOldest() {
        chars -= letters.remove().frame().length();
    }

    /** One frame and its number. */
    record Letter(long number, String frame) {}
}
