package dev.oneping.auth;

import dev.oneping.text.Sha256;
import java.security.SecureRandom;
import java.util.Base64;

/** Generates random secrets, and hashes them for storage. */
public final class RandomSecrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomSecrets() {}

    /** Generates a secret of the given number of random bytes, safe for a header or a URL. */
    public static String secret(int bytes) {
        byte[] chance = new byte[bytes];
        RANDOM.nextBytes(chance);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(chance);
    }

    /**
     * Returns the SHA-256 in hex. Sufficient for secrets of {@link #secret}, which have too much entropy for brute
     * force.
     */
    public static String sha256(String text) {
        return Sha256.hex(text);
    }
}
