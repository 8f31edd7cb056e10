package dev.oneping.connection.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.oneping.connection.ConnectionConfig;
import dev.oneping.connection.EventLoop;
import dev.oneping.connection.EventLoops;
import dev.oneping.connection.admission.AdmittedDevice;
import dev.oneping.connection.admission.ConnectGuard;
import dev.oneping.connection.admission.Handshake;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import dev.oneping.problem.http.ProblemAnswer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code /v1/sessions}: the transport for devices that cannot hold a WebSocket. A hello opens a session; the device
 * posts its frames, and fetches those of the server, see {@link FetchEndpoint}.
 */
@Singleton
class SessionEndpoint {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();
    private static final Duration OUTAGE = Duration.ofSeconds(2);

    private final ConnectGuard admission;
    private final HttpSessions sessions;
    private final EventLoops loops;
    private final SessionRequests requests;
    private final ProblemAnswer answer;
    private final ConnectionConfig config;
    private final PresenceConfig times;

    SessionEndpoint(
            ConnectGuard admission,
            HttpSessions sessions,
            EventLoops loops,
            SessionRequests requests,
            ProblemAnswer answer,
            ConnectionConfig config,
            PresenceConfig times) {
        this.admission = admission;
        this.sessions = sessions;
        this.loops = loops;
        this.requests = requests;
        this.answer = answer;
        this.config = config;
        this.times = times;
    }

    void route(@Observes Router router) {
        router.post("/v1/sessions").handler(this::enter);
        router.post("/v1/sessions/:session/frames")
                .handler(context ->
                        requests.ofSessionWithBody(context, (session, body) -> receive(session, context, body)));
        router.delete("/v1/sessions/:session")
                .handler(context -> requests.ofSession(context, session -> end(session, context)));
    }

    private void enter(RoutingContext context) {
        Handshake handshake = Handshake.of(context.request());
        admission
                .refusalOfNew(handshake, context.request().remoteAddress())
                .ifPresentOrElse(
                        refusal -> requests.refuse(context, refusal),
                        () -> requests.withBody(context, (device, body) -> open(context, device, body)));
    }

    /** Handles a hello, answered with the welcome or with its error. */
    private void open(RoutingContext context, AdmittedDevice device, byte[] hello) {
        EventLoop loop = loops.current();
        HttpSession session = new HttpSession(
                loop, config, absence(), (opened, frame) -> greeted(context, opened, frame), sessions::forgetSoon);
        session.attach(admission.connection(loop, session, device));
        session.receive(hello);
    }

    /**
     * Returns the allowed time without a fetching request; the next ping after it detects the loss before the lease
     * expires.
     */
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

    private static Problem refusal(JsonNode first) {
        return first.path("type").asText().equals("goaway")
                ? Problem.of(ProblemType.UNAVAILABLE, ConnectGuard.SHUTTING_DOWN)
                        .retryAfter(Duration.ofMillis(
                                first.path("reconnect_after_ms").asLong()))
                : ofError(first);
    }

    private static Problem ofError(JsonNode error) {
        String detail = error.path("detail").asText();
        return switch (error.path("code").asText()) {
            case "unavailable" -> Problem.of(ProblemType.UNAVAILABLE, detail).retryAfter(OUTAGE);
            case "limit_reached" -> Problem.of(ProblemType.LIMIT_REACHED, detail);
            case "malformed_json", "invalid_utf8" -> Problem.of(ProblemType.MALFORMED_JSON, detail);
            case "foreign_device" -> Problem.of(ProblemType.FORBIDDEN, detail);
            default -> Problem.of(ProblemType.INVALID_REQUEST, detail);
        };
    }

    private void receive(HttpSession session, RoutingContext context, byte[] body) {
        requireLife(session);
        for (byte[] frame : frames(body)) {
            session.receive(frame);
        }
        context.response().setStatusCode(202).end();
    }

    /**
     * Splits a body into one frame or several in a list. A body that is not JSON is passed on, and rejected like a
     * malformed frame.
     */
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
            throw Problem.of(
                    ProblemType.MALFORMED_JSON, "The list of frames is not well-formed JSON, or has a field twice.");
        }
    }

    private static void end(HttpSession session, RoutingContext context) {
        session.connection().close(CloseCode.NORMAL);
        context.response().setStatusCode(204).end();
    }

    private static void requireLife(HttpSession session) {
        CloseCode end = session.closed();
        if (end != null) {
            throw Problem.of(
                    ProblemType.SESSION_GONE,
                    "The session has ended (" + end.reason() + "); open a new one with POST /v1/sessions.");
        }
    }

    private static JsonNode read(String frame) {
        try {
            return JSON.readTree(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("internal frames must be readable", e);
        }
    }
}
