package dev.oneping.connection.grip;

import dev.oneping.connection.ConnectionConfig;
import dev.oneping.connection.EventLoop;
import dev.oneping.connection.EventLoops;
import dev.oneping.connection.admission.AdmittedDevice;
import dev.oneping.connection.admission.ConnectGuard;
import dev.oneping.connection.admission.Handshake;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.grip.SocketEvent.Type;
import dev.oneping.model.NodeId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.http.ProblemAnswer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/connect}: a proxy reports events of a WebSocket that it holds. The first request of a connection
 * contains the device's handshake, and is answered like one. Later requests are authenticated by the proxy's
 * signature. The response contains instructions for the proxy; frames for the device are published.
 */
@Singleton
class SocketEndpoint {

    private static final Logger LOG = Logger.getLogger(SocketEndpoint.class);

    /**
     * The maximum size of a body. A proxy sends no more at once than it buffers for a client, which is 200,000 bytes.
     */
    private static final int MAX_BODY = 262_144;

    private static final int SHORTEST_KEEP_ALIVE_SECONDS = 20;
    private static final String NODE = "Oneping-Node";
    private static final SocketEvent CLOSE_OF_UNKNOWN_CODE =
            SocketEvent.close(CloseCode.PROTOCOL_ERROR.code(), CloseCode.PROTOCOL_ERROR.reason());
    private static final Pattern CONNECTION_ID = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final GripProxies proxies;
    private final ProxiedSockets sockets;
    private final GripPublisher publisher;
    private final ConnectGuard admission;
    private final EventLoops loops;
    private final ProblemAnswer answer;
    private final ConnectionConfig limits;
    private final long keepAliveSeconds;

    SocketEndpoint(
            GripProxies proxies,
            ProxiedSockets sockets,
            GripPublisher publisher,
            ConnectGuard admission,
            EventLoops loops,
            ProblemAnswer answer,
            ConnectionConfig limits,
            GripConfig config) {
        this.proxies = proxies;
        this.sockets = sockets;
        this.publisher = publisher;
        this.admission = admission;
        this.loops = loops;
        this.answer = answer;
        this.limits = limits;
        this.keepAliveSeconds =
                Math.max(SHORTEST_KEEP_ALIVE_SECONDS, config.keepAlive().toSeconds());
    }

    void route(@Observes Router router) {
        router.post("/v1/connect").handler(this::post);
    }

    /** Reads the body of nobody but a known proxy. */
    private void post(RoutingContext context) {
        EventLoop loop = loops.current();
        HttpServerRequest request = context.request();
        GripProxy proxy;
        try {
            proxy = proxy(request);
        } catch (Problem problem) {
            answer.end(context, problem);
            request.resume();
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() <= MAX_BODY) {
                body.appendBuffer(part);
            }
        });
        request.endHandler(ignored -> {
            try {
                receive(context, loop, call(request, proxy, body));
            } catch (Problem problem) {
                answer.end(context, problem);
            }
        });
        request.resume();
    }

    private GripProxy proxy(HttpServerRequest request) {
        GripProxy proxy = proxies.of(request)
                .orElseThrow(
                        () -> Problem.of(
                                ProblemType.FORBIDDEN,
                                "POST is for GRIP proxies that this server knows, with a valid Grip-Sig. Devices connect by GET."));
        if (!SocketEvents.MEDIA_TYPE.equals(request.getHeader("Content-Type"))) {
            throw Problem.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "The Content-Type must be " + SocketEvents.MEDIA_TYPE + ", without parameters.")
                    .with("Accept-Post", SocketEvents.MEDIA_TYPE);
        }
        return proxy;
    }

    private static Call call(HttpServerRequest request, GripProxy proxy, Buffer body) {
        if (body.length() > MAX_BODY) {
            throw Problem.of(ProblemType.BODY_TOO_LARGE, "The body exceeds the limit of " + MAX_BODY + " bytes.");
        }
        String connectionId = request.getHeader("Connection-Id");
        if (connectionId == null || !CONNECTION_ID.matcher(connectionId).matches()) {
            throw Problem.of(
                    ProblemType.INVALID_REQUEST,
                    "The header Connection-Id must name the connection by at most 64 letters, digits, '-', '_' or '.'.");
        }
        try {
            return new Call(proxy, connectionId, request.getHeader("Meta-" + NODE), body, SocketEvents.parse(body));
        } catch (IllegalArgumentException e) {
            throw Problem.of(ProblemType.INVALID_REQUEST, "The events are not well-formed: " + e.getMessage() + ".");
        }
    }

    private void receive(RoutingContext context, EventLoop loop, Call call) {
        if (call.isOpening()) {
            handshake(context, loop, call);
            return;
        }
        ProxiedSocket socket = sockets.find(call.connectionId);
        if (socket != null) {
            socket.connection().loop().run(() -> goOn(context.response(), call, socket));
        } else {
            elsewhere(context.response(), call);
        }
    }

    // The first request.

    private void handshake(RoutingContext context, EventLoop loop, Call call) {
        Handshake handshake = Handshake.of(context.request());
        Optional<Problem> refusal = admission
                .refusalOfNew(handshake, context.request().remoteAddress())
                .or(() -> handshake.offersSubprotocol()
                        ? Optional.empty()
                        : Optional.of(Handshake.unsupportedSubprotocol()));
        if (refusal.isPresent()) {
            answer.end(context, refusal.get());
            return;
        }
        admission
                .admit(handshake.proof(), context.request().remoteAddress())
                .subscribe()
                .with(
                        device -> loop.run(() -> open(context.response(), loop, handshake, call, device)),
                        failure -> loop.run(() -> answer.end(context, ConnectGuard.problem(failure))));
    }

    private void open(
            HttpServerResponse response, EventLoop loop, Handshake handshake, Call call, AdmittedDevice device) {
        String id = call.connectionId;
        ProxiedSocket socket = new ProxiedSocket(loop, publisher, call.proxy, id, limits.maxMessage(), sockets);
        socket.attach(admission.connection(loop, socket, device));
        sockets.add(id, socket);
        if (!handshake.subprotocols().isEmpty()) {
            response.putHeader("Sec-WebSocket-Protocol", Handshake.SUBPROTOCOL);
        }
        // No prefix for messages: those that begin with "c:" are for the proxy, and no frame does.
        response.putHeader("Sec-WebSocket-Extensions", "grip; message-prefix=\"\"")
                .putHeader("Set-Meta-" + NODE, sockets.self().value())
                .putHeader("Keep-Alive-Interval", Long.toString(keepAliveSeconds));
        List<SocketEvent> first = new ArrayList<>(List.of(SocketEvent.of(Type.OPEN), socket.subscription()));
        List<SocketEvent> following = call.events.subList(1, call.events.size());
        first.addAll(echoes(following));
        first.addAll(socket.answer(following));
        reply(response, first);
    }

    // Later requests.

    private void goOn(HttpServerResponse response, Call call, ProxiedSocket socket) {
        CloseCode closed = socket.closed();
        if (closed != null) {
            farewell(response, call, closed);
            return;
        }
        List<SocketEvent> answer = echoes(call.events);
        answer.addAll(socket.answer(call.events));
        reply(response, answer);
    }

    private void elsewhere(HttpServerResponse response, Call call) {
        NodeId holder = node(call.node);
        if (holder == null || holder.equals(sockets.self())) {
            farewell(response, call, CloseCode.STATE_LOST);
            return;
        }
        sockets.forward(holder, call.proxy, call.connectionId, call.body)
                .subscribe()
                .with(
                        lives -> {
                            if (lives) {
                                reply(response, echoes(call.events));
                            } else {
                                farewell(response, call, CloseCode.STATE_LOST);
                            }
                        },
                        failure -> {
                            LOG.debugf("forwarding to %s failed: %s", holder, failure.getMessage());
                            farewell(response, call, CloseCode.TRY_LATER);
                        });
    }

    private static @Nullable NodeId node(@Nullable String value) {
        try {
            return value == null ? null : new NodeId(value);
        } catch (IllegalArgumentException unsupportedSubprotocol) {
            return null;
        }
    }

    /** Closes the socket of a client whose session has ended; a client that is leaving gets its close confirmed. */
    private static void farewell(HttpServerResponse response, Call call, CloseCode code) {
        if (call.isEnding()) {
            reply(response, echoes(call.events));
        } else {
            reply(response, List.of(SocketEvent.close(code.code(), code.reason())));
        }
    }

    /** Returns the immediate replies that RFC 6455 requires: a pong for a ping, a close for a close. */
    private static List<SocketEvent> echoes(List<SocketEvent> events) {
        List<SocketEvent> echoes = new ArrayList<>();
        for (SocketEvent event : events) {
            if (event.type() == Type.PING) {
                echoes.add(new SocketEvent(Type.PONG, event.content()));
            } else if (event.type() == Type.CLOSE) {
                echoes.add(event.isCloseOfUnknownCode() ? CLOSE_OF_UNKNOWN_CODE : event);
            }
        }
        return echoes;
    }

    private static void reply(HttpServerResponse response, List<SocketEvent> events) {
        response.putHeader("Content-Type", SocketEvents.MEDIA_TYPE)
                .putHeader("Cache-Control", "no-store")
                .end(SocketEvents.write(events));
    }

    /** A parsed request of a proxy. */
    private record Call(
            GripProxy proxy, String connectionId, @Nullable String node, Buffer body, List<SocketEvent> events) {

        private boolean isOpening() {
            return !events.isEmpty() && events.getFirst().type() == Type.OPEN;
        }

        private boolean isEnding() {
            return events.stream().anyMatch(event -> event.type() == Type.CLOSE || event.type() == Type.DISCONNECT);
        }
    }
}
