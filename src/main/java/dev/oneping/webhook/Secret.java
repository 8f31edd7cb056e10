package dev.oneping.webhook;

import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * A signing key that the sender and one receiver share, as Standard Webhooks writes it: {@code whsec_} and the base64 of
 * 24 to 64 bytes. It never shows itself in a log.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">the
 *     specification</a>
 */
final class Secret {

    private static final String PREFIX = "whsec_";
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;
    private static final int NEW_BYTES = 32;

    private final byte[] key;

    private Secret(byte[] key) {
        if (key.length < MIN_BYTES || key.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a secret has " + MIN_BYTES + " to " + MAX_BYTES + " bytes, this one has " + key.length);
        }
        this.key = key.clone();
    }

    /**
     * A new one.
     *
     * @param random a source that nobody can guess
     */
    static Secret create(RandomGenerator random) {
        byte[] key = new byte[NEW_BYTES];
        random.nextBytes(key);
        return new Secret(key);
    }

    /**
     * Reads a secret, with or without its prefix, padded or not.
     *
     * @throws IllegalArgumentException that does not repeat the text
     */
    static Secret parse(String text) {
        String base64 = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a secret is whsec_ and base64", e);
        }
        return new Secret(key);
    }

    /** The text that the receiver is given, once. */
    String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    byte[] key() {
        return key.clone();
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
