package dev.oneping.redis;

import dev.oneping.model.NodeId;
import dev.oneping.redis.server.ManagedConnection;
import dev.oneping.redis.server.RedisConfig;
import dev.oneping.redis.server.RedisServers;
import dev.oneping.redis.time.Time;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Node-to-node messages by Redis publish/subscribe: each node subscribes to {@code node:<id>} on a connection of its
 * own. Nothing is stored: a message sent while the receiver is disconnected is lost, and the sender must tolerate that.
 */
@Singleton
public class NodeChannel {

    private static final Logger LOG = Logger.getLogger(NodeChannel.class);

    /** The interval of pings on a silent connection; a silently broken connection is detected only by them. */
    private static final Duration PULSE = Duration.ofSeconds(2);

    private static final String ALL_NODES = "nodes:";

    private final Vertx vertx;
    private final RedisPipeline redis;
    private final RedisServers servers;
    private final NodeId self;
    private final Duration timeout;
    private volatile boolean closed;

    NodeChannel(Vertx vertx, RedisOptions options, RedisPipeline redis, NodeId self, RedisConfig config) {
        this.vertx = vertx;
        this.redis = redis;
        this.servers = redis.servers(options);
        this.self = self;
        this.timeout = config.timeout();
    }

    /** Sends a message to another node; returns whether it was subscribed. */
    public Uni<Boolean> send(NodeId node, String message) {
        return publish(channel(node), message);
    }

    /** Sends a message of a topic to another node; returns whether it was subscribed to the topic. */
    public Uni<Boolean> send(NodeId node, String topic, String message) {
        return publish(channel(node) + ":" + topic, message);
    }

    /** Sends a message of a topic to all nodes, this one included. */
    public Uni<Void> broadcast(String topic, String message) {
        return publish(ALL_NODES + topic, message).replaceWithVoid();
    }

    /** Subscribes to the broadcasts of a topic, on a connection of its own; otherwise as {@link #listen(Consumer)}. */
    public void listenToBroadcasts(String topic, Consumer<String> onMessage) {
        connect(vertx.getOrCreateContext(), ALL_NODES + topic, onMessage);
    }

    /** Subscribes to this node's own channel for the lifetime of the process, reconnecting after every loss. */
    public void listen(Consumer<String> onMessage) {
        connect(vertx.getOrCreateContext(), channel(self), onMessage);
    }

    /**
     * Subscribes to a topic of this node's channel, on a connection of its own; otherwise as {@link #listen(Consumer)}.
     */
    public void listen(String topic, Consumer<String> onMessage) {
        connect(vertx.getOrCreateContext(), channel(self) + ":" + topic, onMessage);
    }

    private Uni<Boolean> publish(String channel, String message) {
        return redis.command(Command.PUBLISH, channel, message).map(reply -> {
            Time.begun(reply.number());
            return reply.number() > 0;
        });
    }

    private void connect(Context context, String channel, Consumer<String> onMessage) {
        ManagedConnection.open(context, servers, channel, timeout)
                .onSuccess(connection -> subscribe(connection, context, channel, onMessage))
                .onFailure(failure -> again(context, channel, onMessage));
    }

    private void subscribe(ManagedConnection connection, Context context, String channel, Consumer<String> onMessage) {
        long pulse = vertx.setPeriodic(PULSE.toMillis(), ignored -> {
            connection.send(Request.cmd(Command.PING), timeout);
            leaveIfMoved(connection, channel);
        });
        connection.onMessage(response -> {
            if (response.size() == 3 && "message".equals(response.get(0).toString())) {
                onMessage.accept(response.get(2).toString(StandardCharsets.UTF_8));
                Time.ended();
            }
        });
        connection.onEnd(reason -> {
            vertx.cancelTimer(pulse);
            LOG.debugf("node channel lost: %s", reason);
            again(context, channel, onMessage);
        });
        connection.send(Request.cmd(Command.SUBSCRIBE).arg(channel), timeout);
    }

    /** Follows the channel's slot: a sender learns only from the node of that slot whether there was a receiver. */
    private void leaveIfMoved(ManagedConnection connection, String channel) {
        if (redis.isCluster()) {
            servers.find(channel).onSuccess(now -> {
                if (!connection.isTo(now)) {
                    connection.dropSoon("the channel has moved");
                }
            });
        }
    }

    private void again(Context context, String channel, Consumer<String> onMessage) {
        if (!closed) {
            vertx.setTimer(
                    ThreadLocalRandom.current().nextInt(100, 1000), ignored -> connect(context, channel, onMessage));
        }
    }

    void stop(@Observes ShutdownEvent ignored) {
        closed = true;
    }

    private static String channel(NodeId node) {
        return "node:" + node;
    }
}
