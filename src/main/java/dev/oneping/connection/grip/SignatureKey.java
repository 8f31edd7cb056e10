package dev.oneping.connection.grip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a proxy's {@code Grip-Sig}. The key determines the algorithm, never the token: otherwise a public key could
 * be used as an HMAC secret.
 */
public final class SignatureKey {

    private static final String BASE64 = "base64:";
    private static final String FILE = "file:";
    private static final String PEM_BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String PEM_END = "-----END PUBLIC KEY-----";

    private final Key key;
    private final String algorithm;

    private SignatureKey(Key key, String algorithm) {
        this.key = key;
        this.algorithm = algorithm;
    }

    /**
     * Reads a configured key.
     *
     * @throws IllegalArgumentException with a message that does not contain the key
     */
    static SignatureKey of(String text) {
        if (text.startsWith(FILE)) {
            return of(read(Path.of(text.substring(FILE.length()))));
        }
        if (text.contains(PEM_BEGIN)) {
            return new SignatureKey(publicKey(text), AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        }
        byte[] secret = text.startsWith(BASE64)
                ? decode(text.substring(BASE64.length()))
                : text.getBytes(StandardCharsets.UTF_8);
        if (secret.length == 0) {
            throw new IllegalArgumentException("a key must not be empty");
        }
        return new SignatureKey(new SecretKeySpec(secret, "HmacSHA256"), AlgorithmIdentifiers.HMAC_SHA256);
    }

    /** Returns whether the token is signed with this key, by the required issuer if any, and has not expired. */
    boolean verifies(String token, @Nullable String issuer, Instant now) {
        JwtConsumerBuilder consumer = new JwtConsumerBuilder()
                .setVerificationKey(key)
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, algorithm)
                // No minimum length: Pushpin's default secret is shorter than RFC 7518 requires, and the operator
                // decides.
                .setRelaxVerificationKeyValidation()
                .setSkipDefaultAudienceValidation()
                .setRequireExpirationTime()
                .setEvaluationTime(NumericDate.fromSeconds(now.getEpochSecond()));
        if (issuer != null) {
            consumer.setExpectedIssuer(issuer);
        }
        try {
            consumer.build().processToClaims(token);
            return true;
        } catch (InvalidJwtException refused) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("the file '" + file + "' cannot be read", e);
        }
    }

    private static Key publicKey(String pem) {
        int begin = pem.indexOf(PEM_BEGIN) + PEM_BEGIN.length();
        int end = pem.indexOf(PEM_END, begin);
        if (end < 0) {
            throw new IllegalArgumentException("a PEM must end with " + PEM_END);
        }
        byte[] encoded = decode(pem.substring(begin, end).replaceAll("\\s|\\\\n", ""));
        try {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a public key must be on the curve P-256", e);
        }
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the key is not valid base64", e);
        }
    }
}
