package dev.oneping.connection.http;

import dev.oneping.connection.grip.GripProxies;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import dev.oneping.problem.http.QueryParameters;
import dev.oneping.problem.http.WaitPreference;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/sessions/{session}/poll} and {@code …/stream}: a device fetches its frames. A GRIP proxy holds the
 * request itself, see {@link HeldEndpoint}; otherwise this node does.
 */
@Singleton
class FetchEndpoint {

    private final SessionRequests requests;
    private final HeldEndpoint held;
    private final GripProxies proxies;
    private final Vertx vertx;
    private final RandomGenerator random = RandomGenerator.getDefault();

    FetchEndpoint(SessionRequests requests, HeldEndpoint held, GripProxies proxies, Vertx vertx) {
        this.requests = requests;
        this.held = held;
        this.proxies = proxies;
        this.vertx = vertx;
    }

    void route(@Observes Router router) {
        router.get("/v1/sessions/:session/poll")
                .handler(QueryParameters.only("after", "ticket"))
                .handler(context -> requests.ofSession(context, session -> poll(session, context)));
        router.get("/v1/sessions/:session/stream")
                .handler(QueryParameters.only("after", "ticket"))
                .handler(context -> requests.ofSession(context, session -> stream(session, context)));
    }

    private void poll(HttpSession session, RoutingContext context) {
        HttpServerRequest request = context.request();
        PollWait wait = PollWait.of(request.headers().getAll(WaitPreference.HEADER));
        long after = after(request.getParam("after"));
        if (wait.seconds() > 0) {
            context.response().putHeader(WaitPreference.APPLIED, "wait=" + wait.seconds());
        }
        Duration time = wait.jittered(random);
        Duration here = proxies.of(request)
                .map(proxy -> held.poll(session, context, proxy, after, time))
                .orElse(time);
        if (!context.response().ended()) {
            poll(session, context.response(), after, here);
        }
    }

    private void poll(HttpSession session, HttpServerResponse response, long after, Duration time) {
        Poll poll = new Poll(response, after);
        response.closeHandler(ignored -> session.connection().loop().run(() -> session.left(poll)));
        session.fetchOrRefuse(poll, after);
        if (response.ended()) {
            return;
        }
        if (time.toMillis() <= 0) {
            finish(session, poll);
        } else {
            long timer = vertx.setTimer(
                    time.toMillis(), ignored -> session.connection().loop().run(() -> finish(session, poll)));
            response.endHandler(ignored -> vertx.cancelTimer(timer));
        }
    }

    private static void finish(HttpSession session, Poll poll) {
        poll.release();
        session.left(poll);
    }

    private void stream(HttpSession session, RoutingContext context) {
        HttpServerRequest request = context.request();
        String seen = request.getHeader("Last-Event-ID");
        long after = after(seen == null || seen.isEmpty() ? request.getParam("after") : seen);
        session.requireAllAfter(after);
        proxies.of(request)
                .ifPresentOrElse(
                        proxy -> held.stream(session, context, proxy, after),
                        () -> stream(session, context.response(), after));
    }

    private void stream(HttpSession session, HttpServerResponse response, long after) {
        EventStream stream = new EventStream(response, random);
        response.closeHandler(ignored -> session.connection().loop().run(() -> session.left(stream)));
        response.drainHandler(ignored -> session.connection().loop().run(session::drained));
        session.fetchOrRefuse(stream, after);
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
}
