package dev.oneping.redis;

import dev.oneping.model.NodeId;
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
 * Messages from node to node by Redis publish and subscribe: each node listens to {@code node:<id>} on a connection of
 * its own. Nothing is kept: a message sent while the listener is away is lost, and its sender must bear that.
 */
@Singleton
public class NodeChannel {

    private static final Logger LOG = Logger.getLogger(NodeChannel.class);

    /** How often a silent channel is asked for a sign of life; a cut that nobody tells of is noticed no other way. */
    private static final Duration PULSE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final RedisOptions options;
    private final RedisPipeline redis;
    private final NodeId self;
    private final Duration timeout;
    private volatile boolean closed;

    NodeChannel(Vertx vertx, RedisOptions options, RedisPipeline redis, NodeId self, RedisConfig config) {
        this.vertx = vertx;
        this.options = options;
        this.redis = redis;
        this.self = self;
        this.timeout = config.timeout();
    }

    /** Sends to another node; answers whether it was listening. */
    public Uni<Boolean> send(NodeId node, String message) {
        return publish(channel(node), message);
    }

    /** Sends to another node what belongs to a topic; answers whether it was listening to that. */
    public Uni<Boolean> send(NodeId node, String topic, String message) {
        return publish(channel(node) + ":" + topic, message);
    }

    /** Listens to this node's own channel for as long as the process lives, connecting again after every loss. */
    public void listen(Consumer<String> onMessage) {
        connect(vertx.getOrCreateContext(), channel(self), onMessage);
    }

    /** As {@link #listen(Consumer)}, to what belongs to a topic only; on a connection of its own. */
    public void listen(String topic, Consumer<String> onMessage) {
        connect(vertx.getOrCreateContext(), channel(self) + ":" + topic, onMessage);
    }

    private Uni<Boolean> publish(String channel, String message) {
        return redis.command(Command.PUBLISH, channel, message).map(reply -> reply.number() > 0);
    }

    private void connect(Context context, String channel, Consumer<String> onMessage) {
        ManagedConnection.open(context, options, timeout)
                .onSuccess(wire -> subscribe(wire, context, channel, onMessage))
                .onFailure(failure -> again(context, channel, onMessage));
    }

    private void subscribe(ManagedConnection wire, Context context, String channel, Consumer<String> onMessage) {
        long pulse = vertx.setPeriodic(PULSE.toMillis(), ignored -> wire.send(Request.cmd(Command.PING), timeout));
        wire.onMessage(response -> {
            if (response.size() == 3 && "message".equals(response.get(0).toString())) {
                onMessage.accept(response.get(2).toString(StandardCharsets.UTF_8));
            }
        });
        wire.onEnd(reason -> {
            vertx.cancelTimer(pulse);
            LOG.debugf("node channel lost: %s", reason);
            again(context, channel, onMessage);
        });
        wire.send(Request.cmd(Command.SUBSCRIBE).arg(channel), timeout);
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
