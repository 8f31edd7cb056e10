package dev.oneping.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.auth.Caller;
import dev.oneping.auth.Scope;
import dev.oneping.auth.http.RouteAuthentication;
import dev.oneping.events.CloudEvent;
import dev.oneping.model.TenantId;
import dev.oneping.problem.http.QueryParameters;
import dev.oneping.sse.SseResponse;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * {@code GET /v1/events/stream}: events as server-sent events; the id of each is the cursor after it. The first page is
 * read before the response begins, so that an expired cursor is answered with 410 instead of an empty stream to which an
 * {@code EventSource} reconnects forever. The next page is read when the last one is written, so a slow reader slows the
 * stream down and fills no memory.
 */
@Singleton
class EventStreamEndpoint {

    private static final Logger LOG = Logger.getLogger(EventStreamEndpoint.class);

    /** The heartbeat of a stream; shorter than the idle timeout of usual proxies. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Feed feed;
    private final FeedReaders readers;
    private final RouteAuthentication authentication;
    private final ObjectMapper json;
    private final RandomGenerator random = RandomGenerator.getDefault();

    EventStreamEndpoint(Feed feed, FeedReaders readers, RouteAuthentication authentication, ObjectMapper json) {
        this.feed = feed;
        this.readers = readers;
        this.authentication = authentication;
        this.json = json;
    }

    void route(@Observes Router router) {
        router.get("/v1/events/stream")
                .handler(QueryParameters.only("after", "types", "users", "filters"))
                .handler(this::open);
    }

    private void open(RoutingContext context) {
        authentication
                .require(context, Scope.EVENTS_ROLE, Scope.INSPECT_ROLE)
                .chain(caller -> opened(context, caller))
                .subscribe()
                .with(opened -> stream(context, opened), context::fail);
    }

    private Uni<Opened> opened(RoutingContext context, Caller caller) {
        TenantId tenant = caller.tenant();
        HttpServerRequest request = context.request();
        String last = request.getHeader("Last-Event-ID");
        Cursor cursor = last == null || last.isEmpty()
                ? feed.cursor("after", request.getParam("after"))
                : feed.cursor("Last-Event-ID", last);
        FeedQuery query = FeedQuery.of(
                tenant, request.getParam("types"), request.getParam("users"), request.getParam("filters"), json);
        FeedReaders.Reader reader = readers.open(caller);
        return feed.page(tenant, cursor, Feed.STREAM_PAGE, Duration.ZERO, query)
                .map(first -> new Opened(tenant, cursor, query, first, reader))
                .onFailure()
                .invoke(reader::close);
    }

    private void stream(RoutingContext context, Opened opened) {
        FeedReaders.Reader reader = opened.reader();
        if (context.response().closed()) {
            reader.close();
            return;
        }
        SseResponse response = SseResponse.begin(context.response(), random);
        Cancellable reading = feed.stream(opened.tenant(), opened.from(), opened.first(), HEARTBEAT, opened.query())
                .onItem()
                .transformToUniAndConcatenate(item -> write(response, item))
                .subscribe()
                .with(written -> {}, failure -> end(response, failure), response::end);
        reader.onRevoked(() -> {
            reading.cancel();
            response.end();
        });
        context.response().closeHandler(ignored -> reading.cancel());
        context.response().endHandler(ignored -> {
            reading.cancel();
            reader.close();
        });
    }

    /** Writes an item; waits until it is written only if the reader is slower than the log. */
    private Uni<Void> write(SseResponse response, Feed.Item item) {
        var written = response.write(text(item));
        return response.isFull()
                ? Uni.createFrom().completionStage(written.toCompletionStage())
                : Uni.createFrom().voidItem();
    }

    /** Returns an event, or the heartbeat, which advances the reader's cursor past events that it does not want. */
    private String text(Feed.Item item) {
        if (item.event() == null) {
            return "id: " + item.after().encode() + "\n" + SseResponse.COMMENT;
        }
        try {
            return SseResponse.event(item.after().encode(), json.writeValueAsString(CloudEvent.of(item.event())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event must be writable as JSON", e);
        }
    }

    /** Ends a stream that cannot continue: the reader reconnects with its last cursor and learns the reason. */
    private static void end(SseResponse response, Throwable failure) {
        LOG.debugf("an event stream ended: %s", failure.getMessage());
        response.end();
    }

    /** A stream whose first page is read. */
    private record Opened(TenantId tenant, Cursor from, FeedQuery query, FeedPage first, FeedReaders.Reader reader) {}
}
