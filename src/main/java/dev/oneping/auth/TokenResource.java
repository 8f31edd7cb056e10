package dev.oneping.auth;

import dev.oneping.model.DeviceId;
import dev.oneping.model.UserId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an app gives its people's devices, so that they can connect. */
@Path("/v1")
public class TokenResource {

    private final DeviceTokens tokens;
    private final CurrentCaller caller;
    private final AuthConfig config;

    TokenResource(DeviceTokens tokens, CurrentCaller caller, AuthConfig config) {
        this.tokens = tokens;
        this.caller = caller;
        this.config = config;
    }

    /** A token for one device of one person, good until it expires. */
    @POST
    @Path("/tokens")
    @RolesAllowed(Scope.TOKENS_ROLE)
    public TokenAnswer token(TokenRequest request) {
        DeviceTokens.Issued issued = tokens.issue(device(request.user(), request.device()), ttl(request.ttl()));
        return new TokenAnswer(issued.value(), issued.expiresAt());
    }

    /** A ticket for the address of a socket, good once. A device may get one for itself, an app for any device. */
    @POST
    @Path("/tickets")
    @RolesAllowed({Scope.TOKENS_ROLE, CurrentCaller.DEVICE})
    public Uni<TicketAnswer> ticket(@Nullable TicketRequest request) {
        Caller.Device device = switch (caller.get()) {
            case Caller.Device self -> self;
            case Caller.App ignored -> request == null ? device(null, null) : device(request.user(), request.device());
        };
        return tokens.ticket(device).map(issued -> new TicketAnswer(issued.value(), issued.expiresAt()));
    }

    private Caller.Device device(@Nullable String user, @Nullable String device) {
        return new Caller.Device(
                caller.tenant(), checked("/user", user, UserId::new), checked("/device", device, DeviceId::new));
    }

    private static <T> T checked(String pointer, @Nullable String value, Function<String, T> type) {
        if (value == null) {
            throw Problem.invalid(Violation.at(
                    pointer, Violation.REQUIRED, "Say whose token it is: {\"user\":\"ann\",\"device\":\"laptop\"}."));
        }
        try {
            return type.apply(value);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(Violation.at(pointer, Violation.NOT_ALLOWED, e.getMessage() + "."));
        }
    }

    private Duration ttl(@Nullable Duration ttl) {
        if (ttl == null) {
            return config.tokenTtl();
        }
        if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(config.maxTokenTtl()) > 0) {
            throw Problem.invalid(Violation.at(
                    "/ttl",
                    Violation.NOT_ALLOWED,
                    "ttl must be a time like 90s, 15m or 1h, from 1s to "
                            + config.maxTokenTtl().toHours() + "h."));
        }
        return ttl;
    }

    /** Whose token it shall be, and for how long. */
    public record TokenRequest(
            @Nullable String user,
            @Nullable String device,
            @Nullable Duration ttl) {}

    /** Whose ticket it shall be; a device need not say. */
    public record TicketRequest(
            @Nullable String user, @Nullable String device) {}

    /** A token. */
    public record TokenAnswer(String token, Instant expiresAt) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "TokenAnswer[expiresAt=" + expiresAt + "]";
        }
    }

    /** A ticket. */
    public record TicketAnswer(String ticket, Instant expiresAt) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "TicketAnswer[expiresAt=" + expiresAt + "]";
        }
    }
}
