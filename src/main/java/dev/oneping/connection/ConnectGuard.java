package dev.oneping.connection;

import dev.oneping.auth.Caller;
import dev.oneping.auth.CredentialResult;
import dev.oneping.auth.CredentialVerifier;
import dev.oneping.connection.Handshake.Proof;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.RedisUnavailable;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Admission control for connections on any transport: shutdown, allowed origins, rate limit, and authentication. */
@Singleton
public class ConnectGuard {

    /** The problem text for requests during shutdown. */
    public static final String SHUTTING_DOWN = "This node is shutting down.";

    private static final Logger LOG = Logger.getLogger(ConnectGuard.class);
    private static final int UNAUTHORIZED = 401;
    private static final Duration OUTAGE = Duration.ofSeconds(2);

    private final CredentialVerifier credentials;
    private final OriginPolicy origins;
    private final ConnectionDrain drain;
    private final ConnectRateLimiter rateLimiter;
    private final ConnectionLimits limits;

    ConnectGuard(
            CredentialVerifier credentials,
            ConnectionDrain drain,
            ConnectRateLimiter rateLimiter,
            DeviceProtocol protocol,
            ConnectionConfig config,
            ConnectionMetrics metrics) {
        this.credentials = credentials;
        this.origins = new OriginPolicy(config.origins().orElse(List.of()));
        this.drain = drain;
        this.rateLimiter = rateLimiter;
        this.limits = ConnectionLimits.of(config, protocol, metrics);
    }

    /** Returns the problem if pages of this origin may not connect; empty if they may. */
    public Optional<Problem> refusal(@Nullable String origin, @Nullable String host) {
        if (!origins.allows(origin, host)) {
            return Optional.of(Problem.of(ProblemType.FORBIDDEN, "Pages of this origin may not connect."));
        }
        return Optional.empty();
    }

    /** Does the same as {@link #refusal} for a new connection, which counts against the rate limit. */
    public Optional<Problem> refusalOfNew(@Nullable String origin, @Nullable String host) {
        if (drain.isDraining()) {
            return Optional.of(
                    Problem.of(ProblemType.UNAVAILABLE, SHUTTING_DOWN).retryAfter(OUTAGE));
        }
        return refusal(origin, host).or(rateLimiter::enter);
    }

    /** Authenticates a credential; fails with a problem if it is not a device's. */
    public Uni<DeviceAddress> device(@Nullable Proof proof) {
        return switch (proof) {
            case null ->
                Uni.createFrom()
                        .failure(Problem.of(
                                ProblemType.UNAUTHENTICATED,
                                "Send a device token as 'Authorization: Bearer' or as subprotocol 'bearer.<token>', or a "
                                        + "ticket as '?ticket='."));
            case Proof.Bearer bearer -> credentials.fromBearer(bearer.token()).map(ConnectGuard::address);
            case Proof.Ticket ticket -> credentials.fromTicket(ticket.ticket()).map(ConnectGuard::address);
        };
    }

    private static DeviceAddress address(CredentialResult credential) {
        return switch (credential.orRefused()) {
            case Caller.Device device -> new DeviceAddress(device.userRef(), device.device());
            case Caller.App ignored ->
                throw Problem.of(
                        ProblemType.FORBIDDEN,
                        "An API key cannot connect as a device. Get a device token from POST /v1/tokens.");
        };
    }

    /**
     * Creates the connection of an authenticated device, which must send its hello in time. Must be called on the
     * event loop.
     */
    public Connection connection(EventLoop loop, Transport transport, DeviceAddress device) {
        return new Connection(limits, loop, transport, device);
    }

    /** Returns the problem for a credential that was rejected or could not be checked. */
    public static Problem problem(Throwable failure) {
        return switch (failure) {
            case Problem problem
            when problem.type().status() == UNAUTHORIZED -> problem.with("WWW-Authenticate", "Bearer");
            case Problem problem -> problem;
            case RedisUnavailable ignored ->
                Problem.of(ProblemType.UNAVAILABLE, "The token cannot be verified at the moment; try again later.")
                        .retryAfter(OUTAGE);
            default -> {
                LOG.error("failed to open a connection", failure);
                yield Problem.of(ProblemType.INTERNAL_ERROR, "The connection could not be opened.");
            }
        };
    }
}
