package dev.oneping.ops.http;

import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * The end of the requests that change something, at a shutdown: after the devices have left, new ones are refused, and those
 * under way end before the server and its connections to Redis close. Nothing is stored then without its answer.
 */
@Singleton
class RequestDrain {

    private static final Logger LOG = Logger.getLogger(RequestDrain.class);

    /** After the filter that gives a request its id. */
    private static final int ORDER = 900_000;

    /** After the drain of the connections, whose devices may still answer. */
    private static final int LAST = 3_000;

    private static final Duration LIMIT = Duration.ofSeconds(4);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final String API = "/v1/";
    private static final Set<HttpMethod> CHANGES =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    private final AtomicInteger underWay = new AtomicInteger();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean refusing;

    void open(@Observes Filters filters) {
        filters.register(this::enter, ORDER);
    }

    void stop(@Observes @Priority(LAST) ShutdownDelayInitiatedEvent ignored) throws InterruptedException {
        refusing = true;
        completeIfIdle();
        try {
            ended.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.warnf("%d requests have not ended within %s", underWay.get(), LIMIT);
        } catch (ExecutionException bug) {
            LOG.error("failed to wait for requests", bug);
        }
    }

    private void enter(RoutingContext request) {
        String path = request.request().path();
        if (path == null
                || !path.startsWith(API)
                || !CHANGES.contains(request.request().method())) {
            request.next();
            return;
        }
        underWay.incrementAndGet();
        if (refusing) {
            underWay.decrementAndGet();
            completeIfIdle();
            if (request.request().version() != HttpVersion.HTTP_2) {
                request.response().putHeader("Connection", "close");
            }
            request.fail(Problem.of(ProblemType.UNAVAILABLE, "This node is stopping. Retry the request at another one.")
                    .retryAfter(RETRY_AFTER));
            return;
        }
        request.addEndHandler(done -> {
            underWay.decrementAndGet();
            completeIfIdle();
        });
        request.next();
    }

    private void completeIfIdle() {
        if (refusing && underWay.get() == 0) {
            ended.complete(null);
        }
    }
}
