package dev.oneping.auth;

import dev.oneping.model.DeviceId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * Issues and verifies the credentials of devices: tokens, which are JWTs signed by HMAC-SHA-256 and valid for hours,
 * and tickets, which are valid once and for seconds, for clients that can only put them into a URL.
 */
@Singleton
public class DeviceTokens {

    private static final String ISSUER = "oneping";
    private static final String TENANT = "tenant";
    private static final String DEVICE = "device";

    /** {@code iat} has whole seconds, too coarse to tell a token from one that was issued right after a revocation. */
    private static final String ISSUED_MILLIS = "iat_ms";

    private static final int UNLIMITED_SECONDS = 1_000_000_000;
    private static final int TICKET_BYTES = 24;
    private static final int TICKET_PARTS = 5;

    private final TokenSigningKey secret;
    private final RedisPipeline redis;
    private final RevokedDevices revoked;
    private final AuthConfig config;
    private final Clock clock;
    private final JWTParser parser = withoutClock();

    DeviceTokens(TokenSigningKey secret, RedisPipeline redis, RevokedDevices revoked, AuthConfig config, Clock clock) {
        this.secret = secret;
        this.redis = redis;
        this.revoked = revoked;
        this.config = config;
        this.clock = clock;
    }

    /** Returns a parser that leaves the expiry to the corrected clock: its own is the machine's, which may be wrong. */
    private static JWTParser withoutClock() {
        JWTAuthContextInfo settings = new JWTAuthContextInfo();
        settings.setClockSkew(UNLIMITED_SECONDS);
        return new DefaultJWTParser(settings);
    }

    /** Issues a token for a device. */
    public Issued issue(Caller.Device device, Duration ttl) {
        Instant until = Instant.ofEpochSecond(clock.instant().plus(ttl).getEpochSecond());
        String token = Jwt.issuer(ISSUER)
                .subject(device.user().value())
                .claim(TENANT, device.tenant().value())
                .claim(DEVICE, device.device().value())
                .claim(ISSUED_MILLIS, clock.millis())
                .issuedAt(clock.instant())
                .expiresAt(until)
                .sign(secret.key());
        return new Issued(token, until);
    }

    /** Verifies the signature and the expiry of a token, but not whether its device was revoked. */
    public CredentialResult verify(String token) {
        try {
            JsonWebToken claims = parser.verify(token, secret.key());
            Instant until = Instant.ofEpochSecond(claims.getExpirationTime());
            if (!clock.instant().isBefore(until)) {
                return new CredentialResult.Expired();
            }
            if (!ISSUER.equals(claims.getIssuer())) {
                return new CredentialResult.Invalid();
            }
            return new CredentialResult.Valid(
                    new Caller.Device(
                            new TenantId(claims.getClaim(TENANT)),
                            new UserId(claims.getSubject()),
                            new DeviceId(claims.getClaim(DEVICE))),
                    issuedAt(claims),
                    until);
        } catch (ParseException e) {
            boolean late = e.getCause() instanceof InvalidJwtException reason && reason.hasExpired();
            return late ? new CredentialResult.Expired() : new CredentialResult.Invalid();
        } catch (IllegalArgumentException | NullPointerException | ClassCastException e) {
            return new CredentialResult.Invalid();
        }
    }

    private static Instant issuedAt(JsonWebToken claims) {
        return claims.getClaim(ISSUED_MILLIS) instanceof Number millis
                ? Instant.ofEpochMilli(millis.longValue())
                : Instant.ofEpochSecond(claims.getIssuedAtTime());
    }

    /** Revokes every token and ticket of a device that was issued until now, on every node. */
    public Uni<Void> revoke(UserRef user, DeviceId device) {
        return revoked.revoke(new Caller.Device(user.tenant(), user.user(), device));
    }

    /** Returns whether a device's credentials were revoked after an instant. */
    public Uni<Boolean> isRevokedSince(UserRef user, DeviceId device, Instant since) {
        return revoked.isRevoked(new Caller.Device(user.tenant(), user.user(), device), since);
    }

    /** Returns the result, or that the credential is invalid because its device was revoked later. */
    Uni<CredentialResult> unlessRevoked(CredentialResult result) {
        if (!(result instanceof CredentialResult.Valid(Caller.Device device, Instant issuedAt, Instant ignored))) {
            return Uni.createFrom().item(result);
        }
        return revoked.isRevoked(device, issuedAt).map(dead -> dead ? new CredentialResult.Invalid() : result);
    }

    /** Issues a ticket for a device; what it opens may last as long as a new token. */
    public Uni<Issued> ticket(Caller.Device device) {
        return ticket(device, clock.instant().plus(config.tokenTtl()));
    }

    /** Issues a ticket for a device; what it opens ends at that instant, as with the token that asked for it. */
    Uni<Issued> ticket(Caller.Device device, Instant end) {
        String ticket = "opt_" + RandomSecrets.secret(TICKET_BYTES);
        Instant until = clock.instant().plus(config.ticketTtl());
        String value = device.tenant() + ":" + device.user() + ":" + device.device() + ":" + clock.millis() + ":"
                + end.toEpochMilli();
        return redis.command(
                        Command.SET,
                        key(ticket),
                        value,
                        "PX",
                        config.ticketTtl().toMillis())
                .replaceWith(new Issued(ticket, until));
    }

    /** Verifies a ticket and consumes it. */
    public Uni<CredentialResult> redeem(String ticket) {
        return redis.command(Command.GETDEL, key(ticket))
                .map(reply -> reply.isNil() ? new CredentialResult.Invalid() : ofTicket(reply.text()))
                .chain(this::unlessRevoked);
    }

    private static CredentialResult ofTicket(String value) {
        String[] parts = value.split(":", TICKET_PARTS);
        if (parts.length < TICKET_PARTS) {
            return new CredentialResult.Invalid();
        }
        return new CredentialResult.Valid(
                new Caller.Device(new TenantId(parts[0]), new UserId(parts[1]), new DeviceId(parts[2])),
                Instant.ofEpochMilli(Long.parseLong(parts[3])),
                Instant.ofEpochMilli(Long.parseLong(parts[4])));
    }

    private static String key(String ticket) {
        return "oneping:ticket:" + RandomSecrets.sha256(ticket);
    }

    /** A token or a ticket with its expiry. */
    public record Issued(String value, Instant expiresAt) {

        /** Omits the secret. */
        @Override
        public String toString() {
            return "Issued[expiresAt=" + expiresAt + "]";
        }
    }
}
