package dev.oneping.events.filter;

/** A filter that cannot be read; the message is one sentence for the person who wrote it. */
public final class InvalidFilterException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String pointer;

    InvalidFilterException(String pointer, String message) {
        super(message, null, false, false);
        this.pointer = pointer;
    }

    /** Where in the list of filters, as a JSON Pointer. */
    public String pointer() {
        return pointer;
    }

    /** What is wrong. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
