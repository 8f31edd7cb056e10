package dev.oneping.streams.link;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel's link to Redis, which is opened again after each loss.
 *
 * <p>Confined to one event loop: methods are called and replies delivered there.
 */
public interface StreamLink {

    /** Opens the link. */
    void open();

    /** Returns whether commands can be sent. */
    boolean isOpen();

    /** Resets the backoff, once the link has proved to work. */
    void confirm();

    /**
     * Sends one command.
     *
     * @param stream the key of its first stream
     * @return the reply; fails with Redis' own error or {@link Disconnected}
     */
    Future<@Nullable Response> send(String stream, Request request, Duration limit);

    /** Drops the link and opens it again after the backoff. */
    void drop(@Nullable String reason);

    /** Closes the link for good. */
    void close();

    /** Completes after that many milliseconds. */
    Future<Void> pause(long millis);

    /** Returns whether a read may block until there are entries. */
    boolean canBlock();

    /** Groups streams so that one command may read the streams of a group. */
    List<List<String>> groups(List<String> streams);
}
