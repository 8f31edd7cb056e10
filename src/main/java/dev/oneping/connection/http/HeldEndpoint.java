package dev.oneping.connection.http;

import dev.oneping.connection.ConnectionConfig;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.grip.GripHolds;
import dev.oneping.connection.grip.GripProxies;
import dev.oneping.connection.grip.GripProxy;
import dev.oneping.connection.grip.HeldChannel;
import dev.oneping.connection.grip.NextLinks.Verdict;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.sse.SseResponse;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Polls and streams held by a GRIP proxy: each is answered at once with instructions to hold it, and frames are
 * published. The proxy may repeat a poll, and requests missed stream content by a link; these are its only signs that
 * the client is alive, so it is prompted for them with each heartbeat, and a session without them is closed as silent.
 */
@Singleton
class HeldEndpoint {

    /** The share of the mailbox after which the proxy is prompted to report how far the client has read. */
    private static final int PART = 4;

    private final SessionRequests requests;
    private final HttpSessions sessions;
    private final GripProxies proxies;
    private final GripHolds holds;
    private final Vertx vertx;
    private final int manyFrames;
    private final int manyChars;
    private final RandomGenerator random = RandomGenerator.getDefault();

    HeldEndpoint(
            SessionRequests requests,
            HttpSessions sessions,
            GripProxies proxies,
            GripHolds holds,
            Vertx vertx,
            ConnectionConfig config) {
        this.requests = requests;
        this.sessions = sessions;
        this.proxies = proxies;
        this.holds = holds;
        this.vertx = vertx;
        this.manyFrames = Math.max(1, config.outboxFrames() / PART);
        this.manyChars = config.outboxChars() / PART;
    }

    void route(@Observes Router router) {
        router.get("/v1/sessions/:session/stream/:number/next")
                .handler(context -> requests.guarded(context, () -> next(context)));
    }

    /**
     * Lets the proxy hold a poll, or answers it if there are frames.
     *
     * @param time the maximum wait if the request is not repeated
     * @return the time for this node to hold it if it was not answered: no proxy holds for less than {@link
     *         GripHolds#SHORTEST}
     */
    Duration poll(HttpSession session, RoutingContext context, GripProxy proxy, long after, Duration time) {
        HeldChannel channel = session.polls(proxy, () -> holds.channel(proxy, "oneping.poll." + id(session)));
        boolean again = holds.place(context.request(), channel.name()) != null;
        long now = session.connection().loop().nanoTime();
        long until = now + time.toNanos();
        if (again && session.reader() instanceof HeldPoll same && same.isAfter(after)) {
            until = same.untilNanos();
            session.left(same);
        }
        Duration left = Duration.ofNanos(until - now);
        if (left.compareTo(GripHolds.SHORTEST) >= 0) {
            HeldPoll poll = new HeldPoll(channel, after, until);
            session.fetchOrRefuse(poll, after);
            answer(session, context.response(), poll, left);
        }
        return left;
    }

    private void answer(HttpSession session, HttpServerResponse response, HeldPoll poll, Duration left) {
        String answer = poll.answered();
        if (answer == null) {
            Duration time = holds.response(response, poll.channel(), left);
            vertx.setTimer(
                    time.toMillis(), ignored -> session.connection().loop().run(() -> session.left(poll)));
        }
        Poll.headers(response).end(answer == null ? poll.nothing() : answer);
    }

    /** Begins a stream that the proxy continues. */
    void stream(HttpSession session, RoutingContext context, GripProxy proxy, long after) {
        long number = session.nextStream();
        HeldChannel channel = holds.channel(proxy, channel(id(session), number));
        HeldStream stream =
                new HeldStream(channel, number, SseResponse.beginning(random), after, manyFrames, manyChars);
        session.fetchOrRefuse(stream, after);
        answer(context.response(), stream, "stream/" + number + "/next", subject(id(session), number));
    }

    private void answer(HttpServerResponse response, HeldStream stream, String link, String subject) {
        String body = stream.answered();
        if (!stream.isOver()) {
            holds.stream(response, stream.channel(), link, subject);
        }
        SseResponse.headers(response).end(body);
    }

    /**
     * Answers a proxy's request for missed stream content. If the session is unknown the stream ends, and the client
     * finds out itself.
     */
    private void next(RoutingContext context) {
        if (proxies.of(context.request()).isEmpty()) {
            throw Problem.of(
                    ProblemType.FORBIDDEN,
                    "This link is for GRIP proxies that this server knows, with a valid Grip-Sig. Use …/stream.");
        }
        HttpSession session = sessions.find(context.pathParam("session"));
        if (session == null) {
            end(context, StreamText.end(CloseCode.STATE_LOST));
        } else {
            session.connection()
                    .loop()
                    .run(() -> requests.guarded(context, () -> next(session, context, number(context))));
        }
    }

    private void next(HttpSession session, RoutingContext context, long number) {
        Verdict verdict = holds.verdict(context.request(), subject(id(session), number));
        switch (verdict) {
            case FOREIGN -> throw Problem.of(ProblemType.FORBIDDEN, "This link was not issued by this server.");
            case EXPIRED -> end(context, StreamText.end(CloseCode.TOKEN_EXPIRED));
            case GOOD -> goOn(session, context, number);
        }
    }

    /** Continues a stream; one that another request has replaced just ends. */
    private void goOn(HttpSession session, RoutingContext context, long number) {
        long last = HeldChannel.frameOf(holds.place(context.request(), channel(id(session), number)));
        CloseCode closed = session.closed();
        if (closed != null) {
            List<Mailbox.NumberedFrame> missed = session.framesAfter(last).orElse(List.of());
            end(context, StreamText.events(missed) + StreamText.end(closed));
        } else if (session.reader() instanceof HeldStream stream && stream.isNumber(number)) {
            stream.askedAfter(last);
            if (!session.fetchAgain(last)) {
                session.connection().close(CloseCode.STATE_LOST);
            }
            answer(context.response(), stream, "next", subject(id(session), number));
        } else {
            end(context, "");
        }
    }

    private static void end(RoutingContext context, String text) {
        SseResponse.headers(context.response()).end(text);
    }

    private static String id(HttpSession session) {
        return session.connection().session().value();
    }

    private static String subject(String session, long number) {
        return session + "/" + number;
    }

    private static String channel(String session, long number) {
        return "oneping.stream." + session + "." + number;
    }

    private static long number(RoutingContext context) {
        String number = context.pathParam("number");
        return number.matches("\\d{1,18}") ? Long.parseLong(number) : -1;
    }
}
