package dev.oneping.auth;

import dev.oneping.auth.Caller.DeviceCaller;
import dev.oneping.model.DeviceId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/**
 * Device tokens: JWTs that only this service reads, signed with HMAC-SHA-256. A token names the tenant, the person, the
 * device, and its end; it cannot be taken back before.
 */
@Singleton
class DeviceTokens {

    private static final String ISSUER = "oneping";
    private static final String TENANT = "tenant";
    private static final String DEVICE = "device";

    private final TokenSecret secret;
    private final Clock clock;
    private final JwtConsumer reader;

    DeviceTokens(TokenSecret secret, Clock clock) {
        this.secret = secret;
        this.clock = clock;
        // The end is compared by our own clock, for "expired" and "not ours" are different answers.
        this.reader = new JwtConsumerBuilder()
                .setSkipAllDefaultValidators()
                .setVerificationKey(secret.key())
                .setJwsAlgorithmConstraints(
                        new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256))
                .build();
    }

    /** A new token. The end is cut to whole seconds, as JWT has it. */
    Secret issue(DeviceCaller device, Instant expiresAt) {
        return new Secret(Jwt.issuer(ISSUER)
                .subject(device.user().value())
                .claim(TENANT, device.tenant().value())
                .claim(DEVICE, device.device().value())
                .issuedAt(clock.instant())
                .expiresAt(expiresAt)
                .jws()
                .algorithm(SignatureAlgorithm.HS256)
                .sign(secret.key()));
    }

    /** Whether a text looks like a token at all: three parts, the first one an encoded JSON object. */
    static boolean isTokenShaped(Secret text) {
        return text.value().startsWith("eyJ")
                && text.value().chars().filter(c -> c == '.').count() == 2;
    }

    Proof<DeviceCaller> prove(Secret text) {
        try {
            return prove(reader.processToClaims(text.value()));
        } catch (InvalidJwtException | MalformedClaimException e) {
            return new Proof.Invalid<>();
        }
    }

    private Proof<DeviceCaller> prove(JwtClaims claims) throws MalformedClaimException {
        NumericDate end = claims.getExpirationTime();
        if (end == null || !ISSUER.equals(claims.getIssuer())) {
            return new Proof.Invalid<>();
        }
        boolean over = !clock.instant().isBefore(Instant.ofEpochSecond(end.getValue()));
        return over ? new Proof.Expired<>() : new Proof.Valid<>(caller(claims));
    }

    private static DeviceCaller caller(JwtClaims claims) throws MalformedClaimException {
        return new DeviceCaller(
                new TenantId(claims.getStringClaimValue(TENANT)),
                new UserId(claims.getSubject()),
                new DeviceId(claims.getStringClaimValue(DEVICE)));
    }
}
