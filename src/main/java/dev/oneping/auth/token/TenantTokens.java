package dev.oneping.auth.token;

import dev.oneping.auth.AuthConfig;
import dev.oneping.auth.Caller;
import dev.oneping.auth.CredentialResult;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Verifies device tokens that tenants sign themselves. Their {@code iss} and {@code aud} lead to the tenant, so that no claim can
 * name another one's.
 */
@Singleton
public class TenantTokens {

    private static final String OUR_OWN = "oneping";
    private static final String DEFAULT_DEVICE = "default";
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final int LONGEST = 8_192;
    private static final int MOST_AUDIENCES = 4;
    private static final int LONGEST_ID = 100;

    private final TokenIssuers issuers;
    private final FetchedKeys fetched;
    private final AuthConfig config;
    private final Clock clock;

    TenantTokens(TokenIssuers issuers, FetchedKeys fetched, AuthConfig config, Clock clock) {
        this.issuers = issuers;
        this.fetched = fetched;
        this.config = config;
        this.clock = clock;
    }

    /** Returns whether a JWT says that somebody else has issued it. */
    public static boolean isForeign(String token) {
        return unverified(token).filter(peek -> !peek.iss().equals(OUR_OWN)).isPresent();
    }

    private static Optional<Peek> unverified(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            JwtClaims claims = JwtClaims.parse(decoded(parts[1]), null);
            Object kid = JsonUtil.parseJson(decoded(parts[0])).get("kid");
            return claims.getIssuer() == null
                    ? Optional.empty()
                    : Optional.of(new Peek(
                            claims.getIssuer(),
                            claims.hasAudience() ? claims.getAudience() : List.of(),
                            kid instanceof String text ? text : null));
        } catch (InvalidJwtException | MalformedClaimException | JoseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    /** Verifies a token, but not whether it, its device or its user was revoked. */
    public Uni<CredentialResult> verify(String token) {
        Optional<Peek> peek = unverified(token);
        if (peek.isEmpty() || peek.get().aud().size() > MOST_AUDIENCES) {
            return invalid();
        }
        return issuer(peek.get().iss(), peek.get().aud())
                .chain(found -> found.isEmpty()
                        ? invalid()
                        : keys(found.get(), peek.get().kid())
                                .map(keys -> keys.verified(token)
                                        .map(payload -> judged(found.get(), payload))
                                        .orElseGet(CredentialResult.Invalid::new)));
    }

    private static Uni<CredentialResult> invalid() {
        return Uni.createFrom().item(new CredentialResult.Invalid());
    }

    private Uni<Optional<TokenIssuers.Found>> issuer(String iss, List<String> aud) {
        return aud.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : issuers.of(iss, aud.getFirst())
                        .chain(found -> found.isPresent()
                                ? Uni.createFrom().item(found)
                                : issuer(iss, aud.subList(1, aud.size())));
    }

    private Uni<SigningKeys> keys(TokenIssuers.Found found, @Nullable String kid) {
        TokenIssuer issuer = found.issuer();
        String url = issuer.jwksUrl();
        if (url != null) {
            return fetched.of(found.tenant() + ":" + issuer.name() + ":" + issuer.changedAt(), url, kid);
        }
        try {
            return Uni.createFrom().item(SigningKeys.parse(String.valueOf(found.keys()), true));
        } catch (SigningKeys.Unusable e) {
            throw new IllegalStateException("stored keys were checked", e);
        }
    }

    private CredentialResult judged(TokenIssuers.Found found, String payload) {
        try {
            JwtClaims claims = JwtClaims.parse(payload, null);
            Instant until = instant(claims.getExpirationTime());
            Instant issued = instant(claims.getIssuedAt());
            Instant now = clock.instant();
            if (until != null && !now.isBefore(until)) {
                return new CredentialResult.Expired();
            }
            Instant from = claims.getNotBefore() == null ? issued : instant(claims.getNotBefore());
            String id = claims.getJwtId() == null ? "" : claims.getJwtId();
            if (until == null
                    || issued == null
                    || from == null
                    || until.isAfter(issued.plus(config.maxTokenTtl()))
                    || issued.isAfter(now.plus(SKEW))
                    || from.isAfter(now.plus(SKEW))
                    || id.length() > LONGEST_ID) {
                return new CredentialResult.Invalid();
            }
            String device = claims.hasClaim("device") ? claims.getStringClaimValue("device") : DEFAULT_DEVICE;
            return new CredentialResult.Valid(
                    new Caller.Device(found.tenant(), new UserId(claims.getSubject()), new DeviceId(device)),
                    issued,
                    until,
                    found.issuer().name() + TokenIssuers.OF + id);
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException | NullPointerException e) {
            return new CredentialResult.Invalid();
        }
    }

    private static @Nullable Instant instant(@Nullable NumericDate date) {
        return date == null ? null : Instant.ofEpochMilli(date.getValueInMillis());
    }

    private record Peek(
            String iss, List<String> aud, @Nullable String kid) {}
}
