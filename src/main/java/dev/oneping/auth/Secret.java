package dev.oneping.auth;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A text that opens something. It is written into the one answer that gives it away, and prints as {@code [REDACTED]}
 * everywhere else.
 *
 * @param value the text itself
 */
public record Secret(@JsonValue String value) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one: the prefix and that many random bytes in hex. */
    static Secret create(String prefix, int bytes) {
        return new Secret(prefix + randomHex(bytes));
    }

    static String randomHex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /**
     * What may be stored in its place. A plain hash is enough, for the secret is random and long; slow hashes are for
     * passwords.
     */
    String sha256() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether this is the secret with that hash; takes as long for a near miss as for a far one. */
    boolean hasSha256(String hash) {
        return MessageDigest.isEqual(
                sha256().getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
