package dev.oneping.notice;

import dev.oneping.connection.grip.GripHolds;
import dev.oneping.connection.grip.GripProxies;
import dev.oneping.model.TenantId;
import dev.oneping.model.TopicId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.http.EntityTagList;
import dev.oneping.problem.http.ProblemAnswer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * {@code GET /v1/notices/{tenant}/{topic}}: the public notice of a topic. The answer is the same for all clients and
 * therefore cacheable. {@code …/stream} is for GRIP proxies, which hold it for any number of clients; its instructions
 * are the same for all as well, so a cache between the proxy and this service may store them. It has a path of its
 * own, so that other clients never receive instructions for proxies.
 */
@Singleton
class NoticeEndpoint {

    private static final String NO_STORE = "no-store";

    private final Notices notices;
    private final GripProxies proxies;
    private final GripHolds holds;
    private final ProblemAnswer answer;
    private final Duration maxAge;

    NoticeEndpoint(Notices notices, GripProxies proxies, GripHolds holds, ProblemAnswer answer, NoticeConfig config) {
        this.notices = notices;
        this.proxies = proxies;
        this.holds = holds;
        this.answer = answer;
        this.maxAge = config.maxAge();
    }

    void route(@Observes Router router) {
        router.get("/v1/notices/:tenant/:topic")
                .method(HttpMethod.HEAD)
                .handler(context -> read(context, this::document));
        router.get("/v1/notices/:tenant/:topic/stream").handler(context -> held(context, this::stream));
        router.get("/v1/notices/:tenant/:topic/stream/next").handler(context -> held(context, this::next));
    }

    private void document(RoutingContext context, Notice notice) {
        HttpServerResponse response = context.response();
        if (notice.document().equals(Notice.NONE.document())) {
            answer.end(context, Problem.notFound("notice of this topic"));
            return;
        }
        cacheable(response, ref(context)).putHeader("ETag", notice.etag());
        if (EntityTagList.isKnown(context.request().getHeader("If-None-Match"), notice.etag())) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader("Content-Type", "application/json").end(notice.document());
        }
    }

    private void stream(RoutingContext context, Notice notice) {
        cacheable(context.response(), ref(context));
        hold(context, notice, "stream/next", notice.event());
    }

    /**
     * Answers a proxy's request for missed versions, never from a cache: the proxy asks because its version may be
     * old.
     */
    private void next(RoutingContext context, Notice notice) {
        NoticeRef ref = ref(context);
        context.response().putHeader("Cache-Control", NO_STORE);
        boolean known = Long.toString(notice.version()).equals(holds.place(context.request(), ref.channel()));
        hold(context, notice, "next", known ? "" : notice.event());
    }

    private void hold(RoutingContext context, Notice notice, String next, String body) {
        holds.shared(context.response(), ref(context).channel(), Long.toString(notice.version()), next)
                .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .end(body);
    }

    private HttpServerResponse cacheable(HttpServerResponse response, NoticeRef notice) {
        long seconds = maxAge.toSeconds();
        return response.putHeader(
                        "Cache-Control",
                        "public, max-age=" + seconds + ", stale-while-revalidate=" + seconds + ", stale-if-error=3600")
                .putHeader("Surrogate-Key", notice.surrogateKey());
    }

    private void held(RoutingContext context, BiConsumer<RoutingContext, Notice> handler) {
        if (proxies.of(context.request()).isPresent()) {
            read(context, handler);
        } else {
            answer.end(
                    context,
                    Problem.of(
                                    ProblemType.FORBIDDEN,
                                    "The stream is for GRIP proxies that this server knows, with a valid Grip-Sig. Connect to "
                                            + "the proxy, or read the notice itself.")
                            .with("Cache-Control", NO_STORE));
        }
    }

    private void read(RoutingContext context, BiConsumer<RoutingContext, Notice> handler) {
        try {
            notices.read(ref(context))
                    .subscribe()
                    .with(
                            notice -> handler.accept(context, notice),
                            failure -> answer.end(
                                    context,
                                    Problem.of(
                                                    ProblemType.UNAVAILABLE,
                                                    "Notices cannot be read at the moment; try again later.")
                                            .retryAfter(Duration.ofSeconds(2))));
        } catch (IllegalArgumentException nobodysName) {
            answer.end(context, Problem.notFound("notice of this topic"));
        }
    }

    private static NoticeRef ref(RoutingContext context) {
        return new NoticeRef(new TenantId(context.pathParam("tenant")), new TopicId(context.pathParam("topic")));
    }
}
