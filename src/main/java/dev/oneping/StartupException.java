package dev.oneping;

/** Thrown if the service cannot start; the message is one sentence that names the cause and the remedy. */
final class StartupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    StartupException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    /** Returns the message for the operator. */
    String sentence() {
        return sentence;
    }
}
