package dev.oneping.redis.embedded;

/** Redis cannot be had; the message is one sentence that names what is wrong and what to do about it. */
public final class RedisStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    RedisStartException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    RedisStartException(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    /** What to tell the person at the terminal. */
    public String sentence() {
        return sentence;
    }
}
