package dev.oneping.connection.http;

import dev.oneping.connection.ConnectionConfig;
import dev.oneping.connection.EventLoop;
import dev.oneping.connection.EventLoops;
import dev.oneping.connection.admission.AdmittedDevice;
import dev.oneping.connection.admission.ConnectGuard;
import dev.oneping.connection.admission.Handshake;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.http.ProblemAnswer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates requests, finds their session, and runs handlers on its event loop; a problem thrown on the way is the
 * answer.
 */
@Singleton
class SessionRequests {

    private final ConnectGuard admission;
    private final HttpSessions sessions;
    private final EventLoops loops;
    private final ProblemAnswer answer;
    private final int maxMessage;

    SessionRequests(
            ConnectGuard admission,
            HttpSessions sessions,
            EventLoops loops,
            ProblemAnswer answer,
            ConnectionConfig config) {
        this.admission = admission;
        this.sessions = sessions;
        this.loops = loops;
        this.answer = answer;
        this.maxMessage = config.maxMessage();
    }

    /** Runs a handler for an authenticated device's session, on the session's event loop. */
    void ofSession(RoutingContext context, Consumer<HttpSession> handler) {
        admitted(context, device -> onLoop(context, device, handler));
    }

    /** Does the same as {@link #ofSession} for a request with a body. */
    void ofSessionWithBody(RoutingContext context, BiConsumer<HttpSession, byte[]> handler) {
        withBody(context, (device, body) -> onLoop(context, device, session -> handler.accept(session, body)));
    }

    /** Runs a handler with an authenticated device and the body. */
    void withBody(RoutingContext context, BiConsumer<AdmittedDevice, byte[]> handler) {
        body(context, body -> admitted(context, device -> handler.accept(device, body)));
    }

    /** Runs a handler and answers with the problem that it throws. */
    void guarded(RoutingContext context, Runnable handler) {
        try {
            handler.run();
        } catch (Problem problem) {
            answer.end(context, problem);
        }
    }

    /** Rejects a request without reading the rest of its body. */
    void refuse(RoutingContext context, Problem refusal) {
        context.request().resume();
        answer.end(context, refusal);
    }

    /** Runs the handler; a newer credential prolongs the session. */
    private void onLoop(RoutingContext context, AdmittedDevice device, Consumer<HttpSession> handler) {
        HttpSession session = sessions.find(context.pathParam("session"), device.address());
        session.connection()
                .loop()
                .run(() -> guarded(context, () -> {
                    admission.prolong(session.connection(), device);
                    handler.accept(session);
                }));
    }

    private void admitted(RoutingContext context, Consumer<AdmittedDevice> handler) {
        EventLoop loop = loops.current();
        Handshake handshake = Handshake.of(context.request());
        admission
                .refusal(handshake.origin(), handshake.host())
                .ifPresentOrElse(
                        refusal -> answer.end(context, refusal),
                        () -> admission
                                .admit(handshake.proof(), context.request().remoteAddress())
                                .subscribe()
                                .with(
                                        device -> loop.run(() -> guarded(context, () -> handler.accept(device))),
                                        failure -> loop.run(() -> answer.end(context, ConnectGuard.problem(failure)))));
    }

    private void body(RoutingContext context, Consumer<byte[]> handler) {
        HttpServerRequest request = context.request();
        if (!isJson(request.getHeader("Content-Type"))) {
            refuse(
                    context,
                    Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Frames must be sent as 'application/json'.")
                            .with("Accept-Post", "application/json"));
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() <= maxMessage) {
                body.appendBuffer(part);
            }
        });
        request.endHandler(ignored -> {
            if (body.length() > maxMessage) {
                answer.end(
                        context,
                        Problem.of(
                                ProblemType.BODY_TOO_LARGE, "The body exceeds the limit of " + maxMessage + " bytes."));
            } else {
                handler.accept(body.getBytes());
            }
        });
        request.resume();
    }

    /**
     * Returns whether the type is acceptable: plain text too, because a page can send nothing else while it is
     * unloaded.
     */
    private static boolean isJson(@Nullable String contentType) {
        String type = contentType == null
                ? "application/json"
                : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.equals("text/plain");
    }
}
