package dev.oneping.connection.admission;

import dev.oneping.connection.ConnectionConfig;
import dev.oneping.connection.EventLoop;
import dev.oneping.connection.EventLoops;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.http.ProblemAnswer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * {@code GET /v1/connect}: opens a device's WebSocket. A rejected request gets a problem response before anything is
 * opened.
 *
 * <p>The socket is plain Vert.x, not a framework's endpoint: that keeps a connection small, and exposes back pressure.
 */
@Singleton
class ConnectEndpoint {

    private static final Logger LOG = Logger.getLogger(ConnectEndpoint.class);

    private final ConnectGuard admission;
    private final EventLoops loops;
    private final ProblemAnswer answer;
    private final int maxMessage;

    ConnectEndpoint(ConnectGuard admission, EventLoops loops, ProblemAnswer answer, ConnectionConfig config) {
        this.admission = admission;
        this.loops = loops;
        this.answer = answer;
        this.maxMessage = config.maxMessage();
    }

    void route(@Observes Router router) {
        router.get("/v1/connect").handler(this::connect);
    }

    private void connect(RoutingContext context) {
        EventLoop loop = loops.current();
        // Nothing is read before authentication: the upgrade needs the unread request.
        context.request().pause();
        Handshake handshake = Handshake.of(context.request());
        Optional<Problem> refusal = admission
                .refusalOfNew(handshake, context.request().remoteAddress())
                .or(() -> refusal(handshake));
        if (refusal.isPresent()) {
            answer.end(context, refusal.get());
            return;
        }
        admission
                .admit(handshake.proof(), context.request().remoteAddress())
                .subscribe()
                .with(
                        device -> loop.run(() -> upgrade(context, handshake, loop, device)),
                        failure -> loop.run(() -> answer.end(context, ConnectGuard.problem(failure))));
    }

    private static Optional<Problem> refusal(Handshake handshake) {
        if (!handshake.isWebSocket()) {
            return Optional.of(Problem.of(ProblemType.UPGRADE_REQUIRED, "Connect with a WebSocket client.")
                    .with("Upgrade", "websocket"));
        }
        if (!handshake.offersSubprotocol()) {
            return Optional.of(Handshake.unsupportedSubprotocol());
        }
        return Optional.empty();
    }

    private void upgrade(RoutingContext context, Handshake handshake, EventLoop loop, AdmittedDevice device) {
        if (!handshake.subprotocols().isEmpty()) {
            context.response().putHeader("Sec-WebSocket-Protocol", Handshake.SUBPROTOCOL);
        }
        context.request()
                .toWebSocket()
                .onSuccess(socket -> loop.run(() -> open(socket, loop, device)))
                .onFailure(failure -> notUpgraded(context, failure));
    }

    /**
     * Handles a failed upgrade: the client's fault, or it has gone. Vert.x itself answers a handshake without a key.
     */
    private void notUpgraded(RoutingContext context, Throwable failure) {
        LOG.debugf("WebSocket upgrade failed: %s", failure.getMessage());
        if (!context.response().ended() && !context.response().closed()) {
            answer.end(
                    context,
                    Problem.of(
                            ProblemType.INVALID_REQUEST,
                            "The request is not a WebSocket handshake as defined by RFC 6455."));
        }
    }

    /** Opens the connection. It keeps nothing of the request, least of all its token. */
    private void open(ServerWebSocket socket, EventLoop loop, AdmittedDevice device) {
        socket.headers().clear();
        SocketTransport transport = new SocketTransport(socket, maxMessage);
        transport.attach(admission.connection(loop, transport, device));
    }
}
