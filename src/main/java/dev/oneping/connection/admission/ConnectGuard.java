package dev.oneping.connection.admission;

import dev.oneping.auth.Caller;
import dev.oneping.auth.CredentialResult;
import dev.oneping.auth.http.CredentialVerifier;
import dev.oneping.auth.http.RefusedCredentials;
import dev.oneping.auth.token.DeviceRateLimiter;
import dev.oneping.connection.Connection;
import dev.oneping.connection.ConnectionConfig;
import dev.oneping.connection.ConnectionLimits;
import dev.oneping.connection.ConnectionMetrics;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.EventLoop;
import dev.oneping.connection.Transport;
import dev.oneping.connection.admission.Handshake.Proof;
import dev.oneping.connection.node.ConnectionDrain;
import dev.oneping.connection.protocol.DeviceProtocol;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.server.RedisUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
    private final RefusedCredentials refused;
    private final DeviceRateLimiter rates;
    private final Clock clock;
    private final ConnectionLimits limits;

    ConnectGuard(
            CredentialVerifier credentials,
            ConnectionDrain drain,
            ConnectRateLimiter rateLimiter,
            RefusedCredentials refused,
            DeviceRateLimiter rates,
            Clock clock,
            DeviceProtocol protocol,
            ConnectionConfig config,
            ConnectionMetrics metrics) {
        this.credentials = credentials;
        this.origins = new OriginPolicy(config.origins().orElse(List.of()));
        this.drain = drain;
        this.rateLimiter = rateLimiter;
        this.refused = refused;
        this.rates = rates;
        this.clock = clock;
        this.limits = ConnectionLimits.of(config, protocol, metrics);
    }

    /** Returns the problem if pages of this origin may not connect; empty if they may. */
    public Optional<Problem> refusal(@Nullable String origin, @Nullable String host) {
        if (!origins.allows(origin, host)) {
            return Optional.of(Problem.of(ProblemType.FORBIDDEN, "Pages of this origin may not connect."));
        }
        return Optional.empty();
    }

    /**
     * Does the same as {@link #refusal} for a new connection, which counts against a rate limit: against that of its address
     * without a valid credential, otherwise against that of this node. {@link #admit} must follow.
     */
    public Optional<Problem> refusalOfNew(Handshake handshake, SocketAddress from) {
        if (drain.isDraining()) {
            return Optional.of(
                    Problem.of(ProblemType.UNAVAILABLE, SHUTTING_DOWN).retryAfter(OUTAGE));
        }
        return refusal(handshake.origin(), handshake.host()).or(() -> refusalOfNew(handshake.proof(), from));
    }

    private Optional<Problem> refusalOfNew(@Nullable Proof proof, SocketAddress from) {
        if (proof instanceof Proof.Bearer(String token)) {
            Optional<CredentialResult> signed = credentials.signed(token);
            if (signed.isPresent()) {
                return signed.get() instanceof CredentialResult.Valid
                        ? rateLimiter.enter()
                        : unsigned(from, signed.get());
            }
        }
        Optional<Problem> tooMany = refused.refusal(from);
        if (tooMany.isPresent()) {
            return tooMany;
        }
        if (proof == null) {
            refused.count(from);
            return Optional.empty();
        }
        return rateLimiter.enter();
    }

    private Optional<Problem> unsigned(SocketAddress from, CredentialResult result) {
        Optional<Problem> tooMany = refused.refusal(from);
        refused.count(from);
        return tooMany.isPresent() ? tooMany : Optional.of(problem(result));
    }

    private static Problem problem(CredentialResult bad) {
        try {
            bad.orRefused();
        } catch (Problem problem) {
            return problem(problem);
        }
        throw new IllegalArgumentException("the credential is valid");
    }

    /**
     * Authenticates a credential, and counts the request against the device's rate limit; fails with a problem if it is not a
     * device's.
     *
     * @param from the client's address
     */
    public Uni<AdmittedDevice> admit(@Nullable Proof proof, SocketAddress from) {
        return credential(proof)
                .onFailure(Problem.class)
                .invoke(() -> refused.count(from))
                .invoke(device -> rates.take(new Caller.Device(
                        device.address().user().tenant(),
                        device.address().user().user(),
                        device.address().device())));
    }

    private Uni<AdmittedDevice> credential(@Nullable Proof proof) {
        return switch (proof) {
            case null ->
                Uni.createFrom()
                        .failure(Problem.of(
                                ProblemType.UNAUTHENTICATED,
                                "Send a device token as 'Authorization: Bearer' or as subprotocol 'bearer.<token>', or a "
                                        + "ticket as '?ticket='."));
            case Proof.Bearer bearer ->
                credentials.fromBearer(bearer.token(), null).map(ConnectGuard::device);
            case Proof.Ticket ticket -> credentials.fromTicket(ticket.ticket()).map(ConnectGuard::device);
        };
    }

    private static AdmittedDevice device(CredentialResult credential) {
        Instant expiresAt = credential instanceof CredentialResult.Valid valid ? valid.expiresAt() : null;
        String tokenId = credential instanceof CredentialResult.Valid valid ? valid.tokenId() : null;
        return switch (credential.orRefused()) {
            case Caller.Device device ->
                new AdmittedDevice(new DeviceAddress(device.userRef(), device.device()), expiresAt, tokenId);
            case Caller.App ignored ->
                throw Problem.of(
                        ProblemType.FORBIDDEN,
                        "An API key cannot connect as a device. Get a device token from POST /v1/tokens.");
        };
    }

    /**
     * Creates the connection of an authenticated device, which must send its hello in time. It ends when the credential
     * expires. Must be called on the event loop.
     */
    public Connection connection(EventLoop loop, Transport transport, AdmittedDevice device) {
        Connection connection = new Connection(limits, loop, transport, device.address());
        prolong(connection, device);
        return connection;
    }

    /** Lets a connection last as long as this credential of its device. Must be called on its event loop. */
    public void prolong(Connection connection, AdmittedDevice device) {
        connection.lastsBy(device.tokenId());
        if (device.expiresAt() != null) {
            connection.validFor(Duration.between(clock.instant(), device.expiresAt()));
        }
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
