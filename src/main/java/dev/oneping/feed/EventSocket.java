package dev.oneping.feed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.auth.Caller;
import dev.oneping.events.CloudEvent;
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
    private static final TypedKey<FeedReaders.Reader> OPEN = new TypedKey<>("open");

    private static final Logger LOG = Logger.getLogger(EventSocket.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);

    /** The close code that invites to reconnect; the other one says that the request must be changed first. */
    private static final int TRY_AGAIN = 4000;

    private static final int CURSOR_EXPIRED = 4510;
    private static final int KEY_REVOKED = 4511;

    private final Feed feed;
    private final FeedReaders readers;
    private final ObjectMapper json;

    EventSocket(Feed feed, FeedReaders readers, ObjectMapper json) {
        this.feed = feed;
        this.readers = readers;
        this.json = json;
    }

    @OnOpen
    Uni<Void> open(WebSocketConnection connection) {
        Reader reader = connection.userData().get(READER);
        FeedReaders.Reader open = readers.open(reader.caller());
        connection.userData().put(OPEN, open);
        open.onRevoked(() -> close(connection, KEY_REVOKED, "the API key has been revoked"));
        Cancellable reading = feed.stream(reader.caller().tenant(), reader.from(), HEARTBEAT, reader.query())
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
        FeedReaders.Reader open = connection.userData().get(OPEN);
        if (open != null) {
            open.close();
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
        close(
                connection,
                expired ? CURSOR_EXPIRED : TRY_AGAIN,
                expired ? "cursor expired; reconnect without 'after'" : "reconnect with the last cursor");
    }

    private static void close(WebSocketConnection connection, int code, String reason) {
        connection.close(new CloseReason(code, reason)).subscribe().with(closed -> {}, gone -> {});
    }

    /** The caller, the start position and the filter of a reader. */
    record Reader(Caller caller, Cursor from, FeedQuery query) {}
}
