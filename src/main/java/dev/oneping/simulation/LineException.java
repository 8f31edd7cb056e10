package dev.oneping.simulation;

/** A line of input that cannot be understood or carried out, with what to do about it. */
final class LineException extends Exception {

    private static final long serialVersionUID = 1;

    private final String field;
    private final String remedy;

    /**
     * Rejects a line.
     *
     * @param field   the field, with dots; empty for the whole line
     * @param message what is wrong, in a sentence
     * @param remedy  what to write instead, in a sentence
     */
    LineException(String field, String message, String remedy) {
        super(message);
        this.field = field;
        this.remedy = remedy;
    }

    String field() {
        return field;
    }

    String remedy() {
        return remedy;
    }
}
