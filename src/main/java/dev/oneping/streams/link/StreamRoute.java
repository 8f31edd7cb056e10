package dev.oneping.streams.link;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to Redis that the application provides as a bean, for a Redis that is more than one server: then the connector
 * opens no connections, and sends no blocking commands.
 */
public interface StreamRoute {

    /** Returns whether the connector uses this way; otherwise it opens its own connections. */
    boolean isUsed();

    /**
     * Sends one command.
     *
     * @param stream the key of the command's first stream
     * @return the reply, on the caller's context; fails with an error reply of Redis, or with any other exception if it is
     *     unknown whether Redis got the command
     */
    Future<@Nullable Response> send(Request request, String stream);

    /** Groups streams so that one command may read the streams of a group. */
    List<List<String>> groups(List<String> streams);
}
