package dev.oneping.streams;

/**
 * Reports that there was no connection, or that it broke before the reply. It is unknown whether the command took
 * effect.
 */
final class Disconnected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Disconnected(String message) {
        super(message, null, false, false);
    }
}
