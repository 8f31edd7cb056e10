package dev.oneping.connection.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.oneping.connection.Admission;
import dev.oneping.connection.ConnectionConfig;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.EventLoop;
import dev.oneping.connection.EventLoops;
import dev.oneping.connection.Handshake;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemAnswer;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/sessions}: devices that cannot hold a WebSocket. A hello opens a session; its frames are fetched by polls or by
 * a stream; what the device says is posted.
 */
@Singleton
class SessionEndpoint {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration OUTAGE = Duration.ofSeconds(2);

    private final Admission admission;
    private final HttpSessions sessions;
    private final EventLoops loops;
    private final Vertx vertx;
    private final ProblemAnswer answer;
    private final ConnectionConfig config;
    private final PresenceConfig times;
    private final RandomGenerator random = RandomGenerator.getDefault();

    SessionEndpoint(
            Admission admission,
            HttpSessions sessions,
            EventLoops loops,
            Vertx vertx,
            ProblemAnswer answer,
            ConnectionConfig config,
            PresenceConfig times) {
        this.admission = admission;
        this.sessions = sessions;
        this.loops = loops;
        this.vertx = vertx;
        this.answer = answer;
        this.config = config;
        this.times = times;
    }

    void route(@Observes Router router) {
        router.post("/v1/sessions").handler(this::enter);
        router.post("/v1/sessions/:session/frames")
                .handler(context ->
                        withBody(context, (device, body) -> session(context, device, it -> say(it, context, body))));
        router.get("/v1/sessions/:session/poll")
                .handler(context -> admitted(context, device -> session(context, device, it -> poll(it, context))));
        router.get("/v1/sessions/:session/stream")
                .handler(context -> admitted(context, device -> session(context, device, it -> stream(it, context))));
        router.delete("/v1/sessions/:session")
                .handler(context -> admitted(context, device -> session(context, device, it -> end(it, context))));
    }

    private void enter(RoutingContext context) {
        Handshake handshake = Handshake.of(context.request());
        admission
                .refusalOfNew(handshake.origin(), handshake.host())
                .ifPresentOrElse(refusal -> refuse(context, refusal), () -> withBody(context, this::open));
    }

    /** What the client still sends is not wanted. */
    private void refuse(RoutingContext context, Problem refusal) {
        context.request().resume();
        answer.end(context, refusal);
    }

    /** A hello, answered with the welcome, or with what is wrong with it. */
    private void open(RoutingContext context, DeviceAddress device, byte[] hello) {
        EventLoop loop = loops.current();
        HttpSession[] opened = new HttpSession[1];
        HttpSession session = new HttpSession(
                loop,
                config,
                absence(),
                frame -> greeted(context, opened[0], frame),
                () -> sessions.forgetSoon(opened[0]));
        opened[0] = session;
        session.attach(admission.connection(loop, session, device));
        session.say(hello);
    }

    /** Whoever fetches nothing for that long is found gone by the next ping, before the lease could run out. */
    private Duration absence() {
        return times.lease().minus(times.heartbeat()).minus(times.pongLimit());
    }

    private void greeted(RoutingContext context, HttpSession session, String frame) {
        JsonNode first = read(frame);
        if (!first.path("type").asText().equals("welcome")) {
            answer.end(context, refusal(first));
            session.connection().close(CloseCode.BAD_MESSAGE);
            return;
        }
        sessions.add(session);
        String path = "/v1/sessions/" + session.connection().session();
        context.response()
                .setStatusCode(201)
                .putHeader("Location", path)
                .putHeader(
                        "Link",
                        "<" + path + "/poll>; rel=\"poll\", <" + path
                                + "/stream>; rel=\"stream\"; type=\"text/event-stream\", <" + path
                                + "/frames>; rel=\"frames\"")
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(frame);
    }

    private static Problem refusal(JsonNode error) {
        String detail = error.path("detail").asText();
        return switch (error.path("code").asText()) {
            case "unavailable" -> Problem.of(ProblemType.UNAVAILABLE, detail).retryAfter(OUTAGE);
            case "limit_reached" -> Problem.of(ProblemType.LIMIT_REACHED, detail);
            case "malformed_json", "invalid_utf8" -> Problem.of(ProblemType.MALFORMED_JSON, detail);
            case "foreign_device" -> Problem.of(ProblemType.FORBIDDEN, detail);
            default -> Problem.of(ProblemType.INVALID_REQUEST, detail);
        };
    }

    private void say(HttpSession session, RoutingContext context, byte[] body) {
        requireLife(session);
        for (byte[] frame : frames(body)) {
            session.say(frame);
        }
        context.response().setStatusCode(202).end();
    }

    /** One frame, or several in a list. What is no JSON at all is passed on, to be refused as a frame would be. */
    private static List<byte[]> frames(byte[] body) {
        int first = 0;
        while (first < body.length && Character.isWhitespace(body[first])) {
            first++;
        }
        if (first == body.length) {
            throw Problem.invalid(Violation.at("", Violation.REQUIRED, "A frame, or a list of frames, is required."));
        }
        if (body[first] != '[') {
            return List.of(body);
        }
        try {
            List<byte[]> frames = new ArrayList<>();
            JSON.readTree(body).forEach(frame -> frames.add(frame.toString().getBytes(StandardCharsets.UTF_8)));
            return frames;
        } catch (IOException malformed) {
            throw Problem.of(ProblemType.MALFORMED_JSON, "The list of frames is not well-formed JSON.");
        }
    }

    private void poll(HttpSession session, RoutingContext context) {
        HttpServerRequest request = context.request();
        Wait wait = Wait.of(request.headers().getAll("Prefer"));
        long after = after(request.getParam("after"));
        Poll poll = new Poll(context.response(), after);
        if (wait.seconds() > 0) {
            context.response().putHeader("Preference-Applied", "wait=" + wait.seconds());
        }
        fetch(session, poll, after);
        long pause = wait.jittered(random).toMillis();
        if (pause == 0) {
            finish(session, poll);
        } else {
            long timer =
                    vertx.setTimer(pause, ignored -> session.connection().loop().run(() -> finish(session, poll)));
            context.response().endHandler(ignored -> vertx.cancelTimer(timer));
        }
        context.response().closeHandler(ignored -> session.connection().loop().run(() -> session.left(poll)));
    }

    private static void finish(HttpSession session, Poll poll) {
        poll.release();
        session.left(poll);
    }

    private void stream(HttpSession session, RoutingContext context) {
        HttpServerRequest request = context.request();
        String seen = request.getHeader("Last-Event-ID");
        long after = after(seen == null || seen.isEmpty() ? request.getParam("after") : seen);
        requireKept(session, after);
        EventStream stream = new EventStream(context.response(), random);
        context.response().closeHandler(ignored -> session.connection().loop().run(() -> session.left(stream)));
        context.response().drainHandler(ignored -> session.connection().loop().run(session::drained));
        fetch(session, stream, after);
    }

    private static void end(HttpSession session, RoutingContext context) {
        session.connection().close(CloseCode.NORMAL);
        context.response().setStatusCode(204).end();
    }

    private static void fetch(HttpSession session, Reader reader, long after) {
        if (!session.fetch(reader, after)) {
            throw notKept(session, after);
        }
    }

    private static void requireKept(HttpSession session, long after) {
        if (!session.keepsAllAfter(after)) {
            throw notKept(session, after);
        }
    }

    private static void requireLife(HttpSession session) {
        CloseCode end = session.closed();
        if (end != null) {
            throw Problem.of(
                    ProblemType.SESSION_GONE,
                    "The session has ended (" + end.reason() + "): open a new one with POST /v1/sessions.");
        }
    }

    private static Problem notKept(HttpSession session, long after) {
        return Problem.invalid(Violation.inParameter(
                "after",
                Violation.NOT_ALLOWED,
                "The frames after " + after + " are not all kept; the last frame is " + session.last()
                        + ". Open a new session if you have lost your place."));
    }

    private static long after(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return 0;
        }
        if (!cursor.matches("\\d{1,18}")) {
            throw Problem.invalid(Violation.inParameter(
                    "after", Violation.NOT_ALLOWED, "The cursor must be the number of a frame, 0 or more."));
        }
        return Long.parseLong(cursor);
    }

    // Who asks, and on which event loop it is answered.

    private void withBody(RoutingContext context, Opener handler) {
        body(context, body -> admitted(context, device -> handler.accept(context, device, body)));
    }

    private void withBody(RoutingContext context, BiConsumer<DeviceAddress, byte[]> handler) {
        body(context, body -> admitted(context, device -> handler.accept(device, body)));
    }

    private void body(RoutingContext context, Consumer<byte[]> handler) {
        HttpServerRequest request = context.request();
        if (!isJson(request.getHeader("Content-Type"))) {
            refuse(
                    context,
                    Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Frames are sent as 'application/json'.")
                            .with("Accept-Post", "application/json"));
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() <= config.maxMessage()) {
                body.appendBuffer(part);
            }
        });
        request.endHandler(ignored -> {
            if (body.length() > config.maxMessage()) {
                answer.end(
                        context,
                        Problem.of(
                                ProblemType.BODY_TOO_LARGE,
                                "A body may have " + config.maxMessage() + " bytes at the most."));
            } else {
                handler.accept(body.getBytes());
            }
        });
        request.resume();
    }

    /** Plain text is what a page can send while it is left. */
    private static boolean isJson(@Nullable String contentType) {
        String type = contentType == null
                ? "application/json"
                : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.equals("text/plain");
    }

    private void admitted(RoutingContext context, Consumer<DeviceAddress> handler) {
        EventLoop loop = loops.current();
        Handshake handshake = Handshake.of(context.request());
        admission
                .refusal(handshake.origin(), handshake.host())
                .ifPresentOrElse(
                        refusal -> answer.end(context, refusal),
                        () -> admission
                                .device(handshake.proof())
                                .subscribe()
                                .with(
                                        device -> loop.run(() -> guarded(context, () -> handler.accept(device))),
                                        failure -> loop.run(() -> answer.end(context, Admission.problem(failure)))));
    }

    private void session(RoutingContext context, DeviceAddress device, Consumer<HttpSession> handler) {
        HttpSession session = sessions.find(context.pathParam("session"), device);
        session.connection().loop().run(() -> guarded(context, () -> handler.accept(session)));
    }

    private void guarded(RoutingContext context, Runnable handler) {
        try {
            handler.run();
        } catch (Problem problem) {
            answer.end(context, problem);
        }
    }

    private static JsonNode read(String frame) {
        try {
            return JSON.readTree(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a frame of ours must be readable", e);
        }
    }

    private interface Opener {
        void accept(RoutingContext context, DeviceAddress device, byte[] body);
    }
}
