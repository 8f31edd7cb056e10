package dev.oneping.connection.grip;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signed links by which a proxy requests missed content. They come without the client's credential, and a client could
 * call them as well, so each is signed and expires. The key belongs to this node and process, like the sessions.
 */
@Singleton
public class NextLinks {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final Duration life;

    /** The result of verifying a link. */
    public enum Verdict {
        /** Issued here and valid. */
        GOOD,
        /** Issued here, but expired. */
        EXPIRED,
        /** Not issued here. */
        FOREIGN
    }

    @Inject
    NextLinks(GripConfig config) {
        this(config.linkLife());
    }

    NextLinks(Duration life) {
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, ALGORITHM);
        this.life = life;
    }

    /** Returns the query that makes an address a valid link for the subject. */
    String sign(String subject, Instant now) {
        long until = now.plus(life).getEpochSecond();
        return "until=" + until + "&signature=" + signature(subject, until);
    }

    /** Verifies a link. */
    Verdict verify(String subject, @Nullable String until, @Nullable String signature, Instant now) {
        if (until == null || signature == null || !until.matches("\\d{1,12}")) {
            return Verdict.FOREIGN;
        }
        long end = Long.parseLong(until);
        byte[] expected = signature(subject, end).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.US_ASCII))) {
            return Verdict.FOREIGN;
        }
        return now.getEpochSecond() < end ? Verdict.GOOD : Verdict.EXPIRED;
    }

    private String signature(String subject, long until) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] tag = mac.doFinal((until + " " + subject).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(tag);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
