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

/** Who may connect, whatever the transport: when this node takes devices, from which pages, and by which credential. */
@Singleton
public class ConnectGuard {

    /** What somebody is told who comes while the service stops. */
    public static final String SHUTTING_DOWN = "This node is shutting down.";

    private static final Logger LOG = Logger.getLogger(ConnectGuard.class);
    private static final int UNAUTHORIZED = 401;
    private static final Duration OUTAGE = Duration.ofSeconds(2);

    private final CredentialVerifier credentials;
    private final OriginPolicy origins;
    private final ConnectionDrain drain;
    private final ConnectRateLimiter doorway;
    private final ConnectionLimits terms;

    ConnectGuard(
            CredentialVerifier credentials,
            ConnectionDrain drain,
            ConnectRateLimiter doorway,
            DeviceProtocol protocol,
            ConnectionConfig config,
            ConnectionMetrics metrics) {
        this.credentials = credentials;
        this.origins = new OriginPolicy(config.origins().orElse(List.of()));
        this.drain = drain;
        this.doorway = doorway;
        this.terms = ConnectionLimits.of(config, protocol, metrics);
    }

    /** Why nobody from that page may come; none if they may. */
    public Optional<Problem> refusal(@Nullable String origin, @Nullable String host) {
        if (!origins.allows(origin, host)) {
            return Optional.of(Problem.of(ProblemType.FORBIDDEN, "Pages of this origin may not connect."));
        }
        return Optional.empty();
    }

    /** As {@link #refusal}, for one who wants to open a new connection now; counts as one who has come. */
    public Optional<Problem> refusalOfNew(@Nullable String origin, @Nullable String host) {
        if (drain.isDraining()) {
            return Optional.of(
                    Problem.of(ProblemType.UNAVAILABLE, SHUTTING_DOWN).retryAfter(OUTAGE));
        }
        return refusal(origin, host).or(doorway::enter);
    }

    /** Whose the credential is; fails with a problem if it is no device's. */
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
                        "An API key is no device. Get a token for the device from POST /v1/tokens.");
        };
    }

    /** A device's connection begins; its hello is awaited from now on. To be called on the event loop. */
    public Connection connection(EventLoop loop, Transport transport, DeviceAddress device) {
        return new Connection(terms, loop, transport, device);
    }

    /** What a device is told if its credential could not be checked, or is refused. */
    public static Problem problem(Throwable failure) {
        return switch (failure) {
            case Problem problem
            when problem.type().status() == UNAUTHORIZED -> problem.with("WWW-Authenticate", "Bearer");
            case Problem problem -> problem;
            case RedisUnavailable ignored ->
                Problem.of(ProblemType.UNAVAILABLE, "The token cannot be checked now.")
                        .retryAfter(OUTAGE);
            default -> {
                LOG.error("a connection could not be opened", failure);
                yield Problem.of(ProblemType.INTERNAL_ERROR, "The connection could not be opened.");
            }
        };
    }
}
