package dev.oneping.connection.grip;

import dev.oneping.connection.frame.CloseCode;
import dev.oneping.model.NodeId;
import dev.oneping.redis.NodeChannel;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of this node that proxies hold, by the proxy's own name of the connection. A load balancer may send a
 * connection's next request to any node, so what comes to a wrong one is passed on to the right one.
 */
@Singleton
class ProxiedSockets {

    private static final Logger LOG = Logger.getLogger(ProxiedSockets.class);

    private static final String TOPIC = "grip";
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int PARTS = 3;

    private final Map<String, ProxiedSocket> sockets = new ConcurrentHashMap<>();
    private final GripProxies proxies;
    private final GripPublisher publisher;
    private final NodeChannel nodes;
    private final NodeId self;
    private final Vertx vertx;

    ProxiedSockets(GripProxies proxies, GripPublisher publisher, NodeChannel nodes, NodeId self, Vertx vertx) {
        this.proxies = proxies;
        this.publisher = publisher;
        this.nodes = nodes;
        this.self = self;
        this.vertx = vertx;
    }

    void listen(@Observes StartupEvent ignored) {
        if (!proxies.all().isEmpty()) {
            nodes.listen(TOPIC, this::arrived);
        }
    }

    /** What the proxy is to publish on for a connection. */
    static String channel(String connectionId) {
        return "oneping.ws." + connectionId;
    }

    /** The node that holds what is held here. */
    NodeId self() {
        return self;
    }

    /** Holds a socket. One of the same connection can only be the same one, opened once more by a proxy that heard no answer. */
    void add(String connectionId, ProxiedSocket socket) {
        ProxiedSocket before = sockets.put(connectionId, socket);
        if (before != null) {
            before.connection().loop().run(() -> before.connection().gone());
        }
    }

    /** Forgets a socket that its client has left. */
    void remove(String connectionId, ProxiedSocket socket) {
        sockets.remove(connectionId, socket);
    }

    /** Forgets a socket that was closed, once its client must have heard of it. */
    void removeSoon(String connectionId, ProxiedSocket socket) {
        vertx.setTimer(REMEMBERED.toMillis(), ignored -> remove(connectionId, socket));
    }

    /** The socket of a connection, if this node holds it. */
    @Nullable
    ProxiedSocket find(String connectionId) {
        return sockets.get(connectionId);
    }

    /** Passes on to another node what has happened; answers whether that node lives. */
    Uni<Boolean> passOn(NodeId node, GripProxy proxy, String connectionId, Buffer events) {
        String encoded = Base64.getEncoder().encodeToString(events.getBytes());
        return nodes.send(node, TOPIC, proxy.name() + "\n" + connectionId + "\n" + encoded);
    }

    private void arrived(String message) {
        String[] parts = message.split("\n", PARTS);
        try {
            List<SocketEvent> events =
                    SocketEvents.parse(Buffer.buffer(Base64.getDecoder().decode(parts[2])));
            arrived(parts[0], parts[1], events);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            LOG.debugf("a message of another node was not understood: %s", e.getMessage());
        }
    }

    /** A socket that is not here any more is told so: who passed this on has promised that it would be dealt with. */
    private void arrived(String proxy, String connectionId, List<SocketEvent> events) {
        ProxiedSocket socket = find(connectionId);
        if (socket != null) {
            socket.connection().loop().run(() -> socket.received(events));
        } else {
            proxies.named(proxy)
                    .ifPresent(known -> publisher.publish(
                            known, PublishItem.on(channel(connectionId)).close(CloseCode.STATE_LOST)));
        }
    }
}
