package dev.oneping.auth.http;

import dev.oneping.auth.AuthConfig;
import dev.oneping.auth.Caller;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** HTTP API by which an app gets the credentials of its users' devices. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
public class TokenResource {

    private final DeviceTokens tokens;
    private final CurrentCaller caller;
    private final AuthConfig config;

    TokenResource(DeviceTokens tokens, CurrentCaller caller, AuthConfig config) {
        this.tokens = tokens;
        this.caller = caller;
        this.config = config;
    }

    /** Issues a token for a device of a user, valid until it expires. */
    @POST
    @Path("/tokens")
    @RolesAllowed(Scope.TOKENS_ROLE)
    public TokenAnswer token(TokenRequest request) {
        DeviceTokens.Issued issued = tokens.issue(device(request.user(), request.device()), ttl(request.ttl()));
        return new TokenAnswer(issued.value(), issued.expiresAt(), issued.id());
    }

    /**
     * Issues a ticket for the URL of a WebSocket, valid once. A device may get one for itself, an app for any device.
     */
    @POST
    @Path("/tickets")
    @RolesAllowed({Scope.TOKENS_ROLE, CurrentCaller.DEVICE})
    public Uni<TicketAnswer> ticket(@Nullable TicketRequest request) {
        Caller.Device device = switch (caller.get()) {
            case Caller.Device self -> self;
            case Caller.App ignored -> request == null ? device(null, null) : device(request.user(), request.device());
        };
        String tokenId = caller.tokenId().orElse(null);
        return caller.expiresAt()
                .map(end -> tokens.ticket(device, end, tokenId))
                .orElseGet(() -> tokens.ticket(device))
                .map(issued -> new TicketAnswer(issued.value(), issued.expiresAt()));
    }

    private Caller.Device device(@Nullable String user, @Nullable String device) {
        return new Caller.Device(
                caller.tenant(), checked("/user", user, UserId::new), checked("/device", device, DeviceId::new));
    }

    private static <T> T checked(String pointer, @Nullable String value, Function<String, T> type) {
        if (value == null) {
            throw Problem.invalid(Violation.at(
                    pointer,
                    Violation.REQUIRED,
                    "A token needs a user and a device: {\"user\":\"ann\",\"device\":\"laptop\"}."));
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

    /** The body of a request for a token. */
    public record TokenRequest(
            @Nullable String user,
            @Nullable String device,
            @Nullable Duration ttl) {}

    /** The body of a request for a ticket; a device may omit it. */
    public record TicketRequest(
            @Nullable String user, @Nullable String device) {}

    /** The issued token. */
    public record TokenAnswer(
            String token, Instant expiresAt, @Nullable String id) {

        /** Omits the secret. */
        @Override
        public String toString() {
            return "TokenAnswer[expiresAt=" + expiresAt + "]";
        }
    }

    /** The issued ticket. */
    public record TicketAnswer(String ticket, Instant expiresAt) {

        /** Omits the secret. */
        @Override
        public String toString() {
            return "TicketAnswer[expiresAt=" + expiresAt + "]";
        }
    }
}
