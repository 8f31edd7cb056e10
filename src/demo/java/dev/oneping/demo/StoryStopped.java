package dev.oneping.demo;

/** The story cannot go on. */
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

    /** Why, for the person at the terminal. */
    String sentence() {
        return sentence;
    }
}
