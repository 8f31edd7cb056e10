package dev.oneping.connection;

import dev.oneping.auth.Caller;
import dev.oneping.auth.Credential;
import dev.oneping.auth.Credentials;
import dev.oneping.connection.Handshake.Proof;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemAnswer;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.RedisUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/connect}: a device opens its WebSocket. Whoever may not is told by a problem, before anything is opened.
 *
 * <p>The socket is plain Vert.x, not a framework's endpoint: that keeps a connection small, and lets us see when a device
 * does not read.
 */
@Singleton
class ConnectEndpoint {

    private static final Logger LOG = Logger.getLogger(ConnectEndpoint.class);
    private static final int UNAUTHORIZED = 401;
    private static final Duration OUTAGE = Duration.ofSeconds(2);

    private final Credentials credentials;
    private final OriginPolicy origins;
    private final EventLoops loops;
    private final Drain drain;
    private final ProblemAnswer answer;
    private final Terms terms;
    private final int maxMessage;

    ConnectEndpoint(
            Credentials credentials,
            EventLoops loops,
            Drain drain,
            ProblemAnswer answer,
            DeviceProtocol protocol,
            ConnectionConfig config,
            ConnectionMetrics metrics) {
        this.credentials = credentials;
        this.origins = new OriginPolicy(config.origins().orElse(List.of()));
        this.loops = loops;
        this.drain = drain;
        this.answer = answer;
        this.terms = Terms.of(config, protocol, metrics);
        this.maxMessage = config.maxMessage();
    }

    void route(@Observes Router router) {
        router.get("/v1/connect").handler(this::connect);
    }

    private void connect(RoutingContext context) {
        EventLoop loop = loops.current();
        // Until it is known who asks, nothing is read: the upgrade must find the request as it came.
        context.request().pause();
        Handshake handshake = Handshake.of(context.request());
        Optional<Problem> refusal = refusal(handshake);
        if (refusal.isPresent()) {
            answer.end(context, refusal.get());
            return;
        }
        authenticate(handshake.proof())
                .subscribe()
                .with(
                        device -> loop.run(() -> upgrade(context, handshake, loop, device)),
                        failure -> loop.run(() -> answer.end(context, problem(failure))));
    }

    private Optional<Problem> refusal(Handshake handshake) {
        if (drain.isDraining()) {
            return Optional.of(Problem.of(ProblemType.UNAVAILABLE, "This node is shutting down.")
                    .retryAfter(OUTAGE));
        }
        if (!handshake.isWebSocket()) {
            return Optional.of(Problem.of(ProblemType.UPGRADE_REQUIRED, "Connect with a WebSocket client.")
                    .with("Upgrade", "websocket"));
        }
        if (!origins.allows(handshake.origin(), handshake.host())) {
            return Optional.of(Problem.of(ProblemType.FORBIDDEN, "Pages of this origin may not connect."));
        }
        if (!handshake.speaksOurs()) {
            return Optional.of(Problem.of(
                    ProblemType.INVALID_REQUEST,
                    "Offer the subprotocol '" + Handshake.SUBPROTOCOL + "', or none at all."));
        }
        return Optional.empty();
    }

    private Uni<DeviceAddress> authenticate(@Nullable Proof proof) {
        return switch (proof) {
            case null ->
                Uni.createFrom()
                        .failure(Problem.of(
                                ProblemType.UNAUTHENTICATED,
                                "Send a device token as 'Authorization: Bearer' or as subprotocol 'bearer.<token>', or a "
                                        + "ticket as '?ticket='."));
            case Proof.Bearer bearer -> credentials.fromBearer(bearer.token()).map(ConnectEndpoint::device);
            case Proof.Ticket ticket -> credentials.fromTicket(ticket.ticket()).map(ConnectEndpoint::device);
        };
    }

    private static DeviceAddress device(Credential credential) {
        return switch (credential.orRefused()) {
            case Caller.Device device -> new DeviceAddress(device.userRef(), device.device());
            case Caller.App ignored ->
                throw Problem.of(
                        ProblemType.FORBIDDEN,
                        "An API key is no device. Get a token for the device from POST /v1/tokens.");
        };
    }

    private void upgrade(RoutingContext context, Handshake handshake, EventLoop loop, DeviceAddress device) {
        if (!handshake.subprotocols().isEmpty()) {
            context.response().putHeader("Sec-WebSocket-Protocol", Handshake.SUBPROTOCOL);
        }
        context.request()
                .toWebSocket()
                .onSuccess(socket -> loop.run(() -> open(socket, loop, device)))
                .onFailure(failure -> notUpgraded(context, failure));
    }

    /** The client's fault, or it has gone: a handshake without a key is told so by Vert.x itself. */
    private void notUpgraded(RoutingContext context, Throwable failure) {
        LOG.debugf("no WebSocket was opened: %s", failure.getMessage());
        if (!context.response().ended() && !context.response().closed()) {
            answer.end(
                    context,
                    Problem.of(ProblemType.INVALID_REQUEST, "This is not a WebSocket handshake as RFC 6455 has it."));
        }
    }

    /** Nothing of the request is kept from here on, least of all its token. */
    private void open(ServerWebSocket socket, EventLoop loop, DeviceAddress device) {
        socket.headers().clear();
        SocketTransport transport = new SocketTransport(socket, maxMessage);
        transport.attach(new Connection(terms, loop, transport, device));
    }

    private static Problem problem(Throwable failure) {
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
