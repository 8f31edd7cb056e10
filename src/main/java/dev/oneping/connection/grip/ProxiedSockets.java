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
 * The sockets of this node that proxies hold, by the proxy's connection id. A load balancer may send a connection's
 * next request to any node, which forwards it to the right one.
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

    /** Returns the proxy's channel for a connection. */
    static String channel(String connectionId) {
        return "oneping.ws." + connectionId;
    }

    /** Returns this node. */
    NodeId self() {
        return self;
    }

    /**
     * Adds a socket. It replaces one with the same id: the proxy has repeated the open event because it got no
     * response.
     */
    void add(String connectionId, ProxiedSocket socket) {
        ProxiedSocket before = sockets.put(connectionId, socket);
        if (before != null) {
            before.connection().loop().run(() -> before.connection().gone(true));
        }
    }

    /** Removes a socket that its client has left. */
    void remove(String connectionId, ProxiedSocket socket) {
        sockets.remove(connectionId, socket);
    }

    /** Removes a closed socket after a delay, once its client must have learned of it. */
    void removeSoon(String connectionId, ProxiedSocket socket) {
        vertx.setTimer(REMEMBERED.toMillis(), ignored -> remove(connectionId, socket));
    }

    /** Returns the socket of a connection, if this node holds it. */
    @Nullable
    ProxiedSocket find(String connectionId) {
        return sockets.get(connectionId);
    }

    /** Forwards events to another node; returns whether that node is alive. */
    Uni<Boolean> forward(NodeId node, GripProxy proxy, String connectionId, Buffer events) {
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
            LOG.debugf("malformed message from another node: %s", e.getMessage());
        }
    }

    /**
     * Handles forwarded events. If the socket is gone its client is notified, since the forwarding node has already
     * confirmed the events.
     */
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
