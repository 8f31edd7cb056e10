package dev.oneping.outbound.sign;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A signing key shared by the sender and one receiver, in the encoding of Standard Webhooks: {@code whsec_} and the
 * base64 of 24 to 64 bytes. Its text form is redacted.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">the
 *     specification</a>
 */
public final class SharedSecret implements SigningKey {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;
    private static final int NEW_BYTES = 32;

    private final byte[] key;

    private SharedSecret(byte[] key) {
        if (key.length < MIN_BYTES || key.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a secret must have " + MIN_BYTES + " to " + MAX_BYTES + " bytes, this one has " + key.length);
        }
        this.key = key.clone();
    }

    /**
     * Creates a random secret.
     *
     * @param random a cryptographically secure source
     */
    public static SharedSecret create(RandomGenerator random) {
        byte[] key = new byte[NEW_BYTES];
        random.nextBytes(key);
        return new SharedSecret(key);
    }

    /**
     * Parses a secret, with or without its prefix, padded or not.
     *
     * @throws IllegalArgumentException without the text in its message
     */
    public static SharedSecret parse(String text) {
        String base64 = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a secret must be whsec_ and base64", e);
        }
        return new SharedSecret(key);
    }

    /** Encodes the secret, for the receiver and for encrypted storage. */
    @Override
    public String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    @Override
    public String forReceiver() {
        return reveal();
    }

    @Override
    public SignatureScheme signing() {
        return SignatureScheme.V1;
    }

    @Override
    public String sign(byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(head);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
