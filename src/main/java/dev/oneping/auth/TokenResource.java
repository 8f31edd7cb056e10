package dev.oneping.auth;

import dev.oneping.auth.Caller.DeviceCaller;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** An app asks for a token with which one device of one person can connect. */
@Path("/v1/tokens")
@RolesAllowed(Roles.TOKENS)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class TokenResource {

    private final DeviceTokens tokens;
    private final AuthConfig config;
    private final CurrentCaller caller;
    private final Clock clock;

    TokenResource(DeviceTokens tokens, AuthConfig config, CurrentCaller caller, Clock clock) {
        this.tokens = tokens;
        this.config = config;
        this.caller = caller;
        this.clock = clock;
    }

    /** Issues a token. */
    @POST
    @NonBlocking
    public Token issue(@Valid NewToken wish) {
        Instant expiresAt = clock.instant().plus(ttl(wish)).truncatedTo(ChronoUnit.SECONDS);
        DeviceCaller device = new DeviceCaller(caller.tenant(), wish.user(), wish.device());
        return new Token(tokens.issue(device, expiresAt), expiresAt);
    }

    private Duration ttl(NewToken wish) {
        Duration ttl = wish.ttl() == null ? config.tokenTtl() : wish.ttl();
        if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(config.maxTokenTtl()) > 0) {
            throw Problem.invalid(Violation.at(
                    "/ttl",
                    Violation.NOT_ALLOWED,
                    "'ttl' must be from 1s to " + config.maxTokenTtl().toHours() + "h."));
        }
        return ttl;
    }

    /**
     * Whose token.
     *
     * @param ttl how long it is good; the service's own default if null
     */
    public record NewToken(
            @NotNull UserId user,
            @NotNull DeviceId device,
            @Nullable Duration ttl) {}

    /** The token, and until when it is good. */
    public record Token(Secret token, Instant expiresAt) {}
}
