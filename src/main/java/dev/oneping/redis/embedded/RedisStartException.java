package dev.oneping.redis.embedded;

/**
 * Thrown if an embedded Redis cannot start or stop; the message is one sentence that names the cause and the remedy.
 */
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

    /** Returns the message for the operator. */
    public String sentence() {
        return sentence;
    }
}
