package dev.oneping.streams.link;

/**
 * Reports that there was no connection, or that it broke before the reply. It is unknown whether the command took
 * effect.
 */
public final class Disconnected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Disconnected(String message) {
        super(message, null, false, false);
    }
}
