package dev.oneping.streams;

/** There was no connection, or it broke before the answer came. Whether the command took effect is unknown. */
final class Disconnected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Disconnected(String message) {
        super(message, null, false, false);
    }
}
