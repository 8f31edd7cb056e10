package dev.oneping.demo;

/** Thrown if the scenario cannot continue. */
final class StoryStopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    StoryStopped(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    StoryStopped(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    /** Returns the reason, for the user at the terminal. */
    String sentence() {
        return sentence;
    }
}
