package dev.oneping.redis;

import dev.oneping.model.NodeId;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
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

    private final Vertx vertx;
    private final RedisOptions options;
    private final RedisPipeline redis;
    private final NodeId self;
    private volatile boolean closed;

    NodeChannel(Vertx vertx, RedisOptions options, RedisPipeline redis, NodeId self) {
        this.vertx = vertx;
        this.options = options;
        this.redis = redis;
        this.self = self;
    }

    /** Sends to another node; answers whether it was listening. */
    public Uni<Boolean> send(NodeId node, String message) {
        return redis.command(Command.PUBLISH, channel(node), message).map(reply -> reply.number() > 0);
    }

    /** Listens to this node's own channel for as long as the process lives, connecting again after every loss. */
    public void listen(Consumer<String> onMessage) {
        Redis client = Redis.createClient(vertx, options);
        client.connect()
                .compose(connection -> subscribe(connection, client, onMessage))
                .onFailure(failure -> again(client, onMessage));
    }

    private io.vertx.core.Future<Response> subscribe(
            RedisConnection connection, Redis client, Consumer<String> onMessage) {
        connection.handler(response -> {
            if (response != null
                    && response.size() == 3
                    && "message".equals(response.get(0).toString())) {
                onMessage.accept(response.get(2).toString(StandardCharsets.UTF_8));
            }
        });
        connection.exceptionHandler(failure -> connection.close());
        connection.endHandler(ignored -> again(client, onMessage));
        return connection.send(Request.cmd(Command.SUBSCRIBE).arg(channel(self)));
    }

    private void again(Redis client, Consumer<String> onMessage) {
        client.close();
        if (!closed) {
            LOG.debug("node channel lost: connecting again");
            vertx.setTimer(ThreadLocalRandom.current().nextInt(100, 1000), ignored -> listen(onMessage));
        }
    }

    void stop(@Observes ShutdownEvent ignored) {
        closed = true;
    }

    private static String channel(NodeId node) {
        return "node:" + node;
    }
}
