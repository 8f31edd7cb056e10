package dev.oneping.feed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.events.CloudEvent;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * {@code GET /v1/events/socket}: events as text frames, each a CloudEvent in JSON, with the cursor after it as the
 * extension {@code cursor}. The next one is sent when the last one is written, so a slow reader slows the stream down
 * and fills no memory. Frames from the reader are ignored.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/websockets-protocol-binding.md">the
 *     WebSocket binding of CloudEvents</a>
 */
@WebSocket(path = "/v1/events/socket")
public class EventSocket {

    static final TypedKey<Reader> READER = new TypedKey<>("reader");
    private static final TypedKey<Cancellable> READING = new TypedKey<>("reading");

    private static final Logger LOG = Logger.getLogger(EventSocket.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);

    /** The close code that invites to reconnect; the other one says that the request must be changed first. */
    private static final int TRY_AGAIN = 4000;

    private static final int CURSOR_EXPIRED = 4510;

    private final Feed feed;
    private final ObjectMapper json;

    EventSocket(Feed feed, ObjectMapper json) {
        this.feed = feed;
        this.json = json;
    }

    @OnOpen
    Uni<Void> open(WebSocketConnection connection) {
        Reader reader = connection.userData().get(READER);
        Cancellable reading = feed.stream(reader.tenant(), reader.from(), HEARTBEAT, reader.query())
                .onItem()
                .transformToUniAndConcatenate(item -> send(connection, item))
                .subscribe()
                .with(sent -> {}, failure -> end(connection, failure), () -> {});
        connection.userData().put(READING, reading);
        return Uni.createFrom().voidItem();
    }

    @OnClose
    void close(WebSocketConnection connection) {
        Cancellable reading = connection.userData().get(READING);
        if (reading != null) {
            reading.cancel();
        }
    }

    private Uni<Void> send(WebSocketConnection connection, Feed.Item item) {
        if (item.event() == null) {
            return connection.sendPing(Buffer.buffer());
        }
        ObjectNode frame = json.valueToTree(CloudEvent.of(item.event()));
        frame.put("cursor", item.after().encode());
        return connection.sendText(frame.toString());
    }

    private static void end(WebSocketConnection connection, Throwable failure) {
        boolean expired = failure instanceof Problem;
        LOG.debugf("Event feed %s ended: %s", connection.id(), failure.getMessage());
        connection
                .close(new CloseReason(
                        expired ? CURSOR_EXPIRED : TRY_AGAIN,
                        expired ? "cursor expired; reconnect without 'after'" : "reconnect with the last cursor"))
                .subscribe()
                .with(closed -> {}, gone -> {});
    }

    /** The tenant, the start position and the filter of a reader. */
    record Reader(TenantId tenant, Cursor from, FeedQuery query) {}
}
