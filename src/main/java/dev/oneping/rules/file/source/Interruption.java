package dev.oneping.rules.file.source;

import java.util.concurrent.CancellationException;

/** The end of reading a file that nobody waits for any longer: its thread is interrupted, and asks here at each step. */
public final class Interruption {

    private Interruption() {}

    /**
     * Stops the reading if the thread has been interrupted.
     *
     * @throws CancellationException if so
     */
    public static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("nobody waits for these rules any longer");
        }
    }
}
