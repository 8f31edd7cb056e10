package dev.oneping.redis.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers that are Redis: a single one, the master that sentinels name, or the masters of a cluster. Chosen once, at
 * the start, so that the single server costs no more than without the choice.
 */
public interface RedisServers {

    /** Chooses by the type of the options. Their endpoints are the server, the sentinels, or any nodes of the cluster. */
    static RedisServers of(Vertx vertx, RedisOptions options) {
        return switch (options.getType()) {
            case SENTINEL -> new SentinelServers(vertx, options);
            case CLUSTER -> new ClusterServers(vertx, options);
            default -> single(options);
        };
    }

    /** Returns one server with a fixed address. */
    static RedisServers single(RedisOptions options) {
        return ignored -> Future.succeededFuture(options);
    }

    /** Returns the options of one server, which inherits all but the address. */
    static RedisOptions at(RedisOptions shared, String endpoint) {
        // A list of its own: a copy of options shares that of the original.
        return new RedisOptions(shared).setType(RedisClientType.STANDALONE).setEndpoints(List.of(endpoint));
    }

    /**
     * Finds the server that serves a key now.
     *
     * @param key a key or a channel; null if any server that takes writes will do
     * @return the options of a connection to it
     */
    Future<RedisOptions> find(@Nullable String key);

    /** Checks a new connection before it is used, and may keep it to drop it later. */
    default Future<Void> admit(ManagedConnection connection) {
        return Future.succeededFuture();
    }

    /** Forgets a connection that has ended. */
    default void ended(ManagedConnection connection) {}

    /** Creates the lane of the current event loop. */
    default Lane lane(Vertx vertx, RedisConfig config, OutageLog outages) {
        return new PipelinedConnection(vertx, this, config, outages);
    }

    /** Returns whether keys of different slots may be on different servers, so that no command may span them. */
    default boolean isCluster() {
        return false;
    }

    /** Stops following the servers. */
    default void close() {}
}
