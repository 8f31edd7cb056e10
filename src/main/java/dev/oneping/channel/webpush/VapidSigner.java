package dev.oneping.channel.webpush;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Identifies this server to push services (RFC 8292): signs a token for each origin, valid for half a day and renewed
 * after half of that.
 */
@Singleton
@Startup
class VapidSigner {

    private static final Duration GOOD_FOR = Duration.ofHours(12);
    private static final int ORIGINS = 1_000;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = base64url("{\"typ\":\"JWT\",\"alg\":\"ES256\"}");

    private final Optional<Identity> identity;
    private final Clock clock;
    private final Cache<String, Token> tokens =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(ORIGINS).build();

    /** Checks that the keys belong together; otherwise the start stops with one sentence. */
    VapidSigner(WebPushConfig config, Clock clock) {
        this.identity = identity(config);
        this.clock = clock;
    }

    /** Returns the key with which browsers subscribe; empty if Web Push is not configured. */
    Optional<String> publicKey() {
        return identity.map(Identity::publicKey);
    }

    /** Returns the header {@code Authorization} for an origin, for example {@code https://push.example.net}. */
    Optional<String> authorization(String origin) {
        return identity.map(ours -> "vapid t=" + token(ours, origin) + ", k=" + ours.publicKey());
    }

    private String token(Identity ours, String origin) {
        Instant now = clock.instant();
        return tokens.asMap()
                .compute(
                        origin,
                        (to, known) -> known != null && now.isBefore(known.renewAt) ? known : sign(ours, to, now))
                .text;
    }

    private static Token sign(Identity ours, String origin, Instant now) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("aud", origin);
        claims.put("exp", now.plus(GOOD_FOR).getEpochSecond());
        claims.put("sub", ours.subject());
        String signed = HEADER + "." + base64url(claims.toString());
        return new Token(
                signed + "." + BASE64URL.encodeToString(signature(ours.keys(), signed)),
                now.plus(GOOD_FOR.dividedBy(2)));
    }

    private static byte[] signature(KeyPair keys, String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(keys.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has ECDSA", e);
        }
    }

    /** Returns whether a token was signed with the key of that point. */
    static boolean verifies(String token, byte[] point) {
        int dot = token.lastIndexOf('.');
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initVerify(P256Keys.publicKey(point));
            signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Optional<Identity> identity(WebPushConfig config) {
        if (config.privateKey().isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] point = Base64.getUrlDecoder().decode(config.publicKey().orElseThrow());
            KeyPair keys = new KeyPair(
                    P256Keys.publicKey(point),
                    P256Keys.privateKey(
                            Base64.getUrlDecoder().decode(config.privateKey().get())));
            String subject = config.subject().orElseThrow();
            String proof = "x." + base64url("proof");
            boolean belong = Arrays.equals(point, P256Keys.point((ECPublicKey) keys.getPublic()))
                    && verifies(proof + "." + BASE64URL.encodeToString(signature(keys, proof)), point);
            if (belong && (subject.startsWith("mailto:") || subject.startsWith("https://"))) {
                return Optional.of(new Identity(keys, BASE64URL.encodeToString(point), subject));
            }
        } catch (RuntimeException e) {
            throw new ConfigurationException(RULE, e);
        }
        throw new ConfigurationException(RULE);
    }

    private static final String RULE = "Web Push needs oneping.channel.webpush.private-key and public-key, which belong"
            + " together, both as base64url (for example from 'npx web-push generate-vapid-keys'), and a subject that"
            + " begins with mailto: or https://.";

    private static String base64url(String text) {
        return BASE64URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private record Token(String text, Instant renewAt) {}

    private record Identity(KeyPair keys, String publicKey, String subject) {}
}
