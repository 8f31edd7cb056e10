package dev.oneping.redis.server;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop, on which it sends the commands of all callers. */
public interface Lane {

    /**
     * Sends one command. The reply is delivered on the caller's context, if there is one.
     *
     * @param key a key of the command, whose slot decides which node of a cluster gets it; null for a command without keys
     */
    Future<@Nullable Response> send(Request request, @Nullable Object key);

    /** Closes the connections. */
    void close();
}
