package dev.oneping.events.filter;

/** Reports an invalid filter; the message is one sentence for its author. */
public final class InvalidFilterException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String pointer;

    InvalidFilterException(String pointer, String message) {
        super(message, null, false, false);
        this.pointer = pointer;
    }

    /** The location in the list of filters, as a JSON Pointer. */
    public String pointer() {
        return pointer;
    }

    /** The explanation. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
