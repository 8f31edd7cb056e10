package dev.oneping.auth.token;

import dev.oneping.auth.AuthConfig;
import dev.oneping.auth.Caller;
import dev.oneping.auth.CredentialResult;
import dev.oneping.auth.RandomSecrets;
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
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jspecify.annotations.Nullable;

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
    private static final int TOKEN_ID_BYTES = 12;
    private static final int TICKET_PARTS = 5;

    private final TokenSigningKey secret;
    private final RedisPipeline redis;
    private final RevokedDevices revoked;
    private final RevokedTokens revokedTokens;
    private final AuthConfig config;
    private final Clock clock;
    private final JWTParser parser = withoutClock();

    DeviceTokens(
            TokenSigningKey secret,
            RedisPipeline redis,
            RevokedDevices revoked,
            RevokedTokens revokedTokens,
            AuthConfig config,
            Clock clock) {
        this.secret = secret;
        this.redis = redis;
        this.revoked = revoked;
        this.revokedTokens = revokedTokens;
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
        String id = RandomSecrets.secret(TOKEN_ID_BYTES);
        String token = Jwt.issuer(ISSUER)
                .subject(device.user().value())
                .claim(TENANT, device.tenant().value())
                .claim(DEVICE, device.device().value())
                .claim(ISSUED_MILLIS, clock.millis())
                .claim(Claims.jti, id)
                .issuedAt(clock.instant())
                .expiresAt(until)
                .sign(secret.key());
        return new Issued(token, until, id);
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
                    until,
                    claims.getTokenID());
        } catch (ParseException e) {
            boolean late = e.getCause() instanceof InvalidJwtException reason && reason.hasExpired();
            return late ? new CredentialResult.Expired() : new CredentialResult.Invalid();
        } catch (IllegalArgumentException | NullPointerException | ClassCastException e) {
            return new CredentialResult.Invalid();
        }
    }

    private static Instant issuedAt(JsonWebToken claims) {
        Object millis = claims.getClaim(ISSUED_MILLIS);
        // A number of any kind: the parser wraps it into a type of its own.
        return millis == null
                ? Instant.ofEpochSecond(claims.getIssuedAtTime())
                : Instant.ofEpochMilli(Long.parseLong(millis.toString()));
    }

    /** Revokes every token and ticket of a device that was issued until now, on every node. */
    public Uni<Void> revoke(UserRef user, DeviceId device) {
        return revoked.revoke(new Caller.Device(user.tenant(), user.user(), device));
    }

    /** Returns whether the credentials of a device, or of its user, were revoked after an instant. */
    public Uni<Boolean> isRevokedSince(UserRef user, DeviceId device, Instant since) {
        return Uni.combine()
                .all()
                .unis(
                        revoked.isRevoked(new Caller.Device(user.tenant(), user.user(), device), since),
                        revokedTokens.isRevoked(user, since, null))
                .with((ofDevice, ofUser) -> ofDevice || ofUser);
    }

    /**
     * Revokes tokens and tickets of a user that were issued until now, on every node, and ends what they opened.
     *
     * @param device  the device whose tokens are meant; null for all of the user's
     * @param tokenId the only token that is meant; null for all
     */
    public Uni<Void> revoke(UserRef user, @Nullable DeviceId device, @Nullable String tokenId) {
        Uni<Void> written;
        if (tokenId != null) {
            written = revokedTokens.revoke(user, tokenId);
        } else if (device != null) {
            written = revoke(user, device);
        } else {
            written = revokedTokens.revoke(user);
        }
        return written.chain(() -> revokedTokens.broadcast(user, device, tokenId));
    }

    /** Returns the result, or that the credential is invalid because it was revoked, or its device or user later. */
    public Uni<CredentialResult> unlessRevoked(CredentialResult result) {
        if (!(result
                instanceof CredentialResult.Valid(Caller.Device device, Instant issuedAt, Instant end, String id))) {
            return Uni.createFrom().item(result);
        }
        return Uni.combine()
                .all()
                .unis(revoked.isRevoked(device, issuedAt), revokedTokens.isRevoked(device.userRef(), issuedAt, id))
                .with((ofDevice, ofToken) -> ofDevice || ofToken ? new CredentialResult.Invalid() : result);
    }

    /** Issues a ticket for a device; what it opens may last as long as a new token. */
    public Uni<Issued> ticket(Caller.Device device) {
        return ticket(device, clock.instant().plus(config.tokenTtl()), null);
    }

    /**
     * Issues a ticket for a device; what it opens ends at that instant, as with the token that asked for it.
     *
     * @param tokenId the id of that token, with which what the ticket opens is revoked; null if there is none
     */
    public Uni<Issued> ticket(Caller.Device device, Instant end, @Nullable String tokenId) {
        String ticket = "opt_" + RandomSecrets.secret(TICKET_BYTES);
        Instant until = clock.instant().plus(config.ticketTtl());
        String value = device.tenant() + ":" + device.user() + ":" + device.device() + ":" + clock.millis() + ":"
                + end.toEpochMilli() + (tokenId == null ? "" : ":" + tokenId);
        return redis.command(
                        Command.SET,
                        key(ticket),
                        value,
                        "PX",
                        config.ticketTtl().toMillis())
                .replaceWith(new Issued(ticket, until, null));
    }

    /** Verifies a ticket and consumes it. */
    public Uni<CredentialResult> redeem(String ticket) {
        return redis.command(Command.GETDEL, key(ticket))
                .map(reply -> reply.isNil() ? new CredentialResult.Invalid() : ofTicket(reply.text()))
                .chain(this::unlessRevoked);
    }

    private static CredentialResult ofTicket(String value) {
        String[] parts = value.split(":", TICKET_PARTS + 1);
        if (parts.length < TICKET_PARTS) {
            return new CredentialResult.Invalid();
        }
        return new CredentialResult.Valid(
                new Caller.Device(new TenantId(parts[0]), new UserId(parts[1]), new DeviceId(parts[2])),
                Instant.ofEpochMilli(Long.parseLong(parts[3])),
                Instant.ofEpochMilli(Long.parseLong(parts[4])),
                parts.length > TICKET_PARTS ? parts[TICKET_PARTS] : null);
    }

    private static String key(String ticket) {
        return "oneping:ticket:" + RandomSecrets.sha256(ticket);
    }

    /**
     * A token or a ticket with its expiry.
     *
     * @param id the id of a token; null for a ticket
     */
    public record Issued(
            String value, Instant expiresAt, @Nullable String id) {

        /** Omits the secret. */
        @Override
        public String toString() {
            return "Issued[expiresAt=" + expiresAt + "]";
        }
    }
}
