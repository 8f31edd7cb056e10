package dev.oneping.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Complete verification of a webhook by its receiver: Standard Webhooks with symmetric signatures, including freshness.
 *
 * @param id        header {@code webhook-id}
 * @param timestamp header {@code webhook-timestamp}, in seconds since 1970
 * @param versions  header {@code webhook-signature}: one or more of {@code v1,<base64>}, with spaces between
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">the
 *     standard</a>
 */
record Signature(String id, String timestamp, String versions) {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String SECRET_PREFIX = "whsec_";

    /** Returns whether these bytes were signed with the secret recently. */
    boolean covers(byte[] body, String secret, Instant now) {
        return isFresh(now) && Arrays.stream(versions.split(" ")).anyMatch(version -> matches(version, body, secret));
    }

    private boolean isFresh(Instant now) {
        return timestamp.matches("\\d{1,12}")
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                                .abs()
                                .compareTo(TOLERANCE)
                        <= 0;
    }

    private boolean matches(String version, byte[] body, String secret) {
        byte[] expected = ("v1," + Base64.getEncoder().encodeToString(hmac(body, secret))).getBytes(UTF_8);
        return MessageDigest.isEqual(expected, version.getBytes(UTF_8));
    }

    private byte[] hmac(byte[] body, String secret) {
        try {
            byte[] key = Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
