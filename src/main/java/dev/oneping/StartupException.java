package dev.oneping;

/** The service cannot start; the message is one sentence that names what is wrong and what to do about it. */
final class StartupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    StartupException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    /** What to tell the person at the terminal. */
    String sentence() {
        return sentence;
    }
}
