package dev.oneping.streams.link;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A connection to Redis that reconnects automatically. Every command has a deadline; when it passes, the connection
 * is dropped, because an unanswered command blocks everything behind it.
 *
 * <p>Confined to one event loop: methods are called and replies delivered there.
 */
final class StreamConnection implements StreamLink {

    private static final Logger LOG = Logger.getLogger(StreamConnection.class);

    private final String name;
    private final Context context;
    private final RedisOptions options;
    private final Duration timeout;
    private final Runnable opened;
    private final Backoff backoff = new Backoff(ThreadLocalRandom.current());

    /**
     * One client per connection: closing a pooled connection only returns it to the pool and leaves the socket open.
     */
    private @Nullable Redis client;

    private @Nullable RedisConnection connection;
    /** The reason that was logged last; an outage repeats it at every attempt. */
    private @Nullable String logged;

    private boolean closed;

    /**
     * Creates a connection that is not open yet.
     *
     * @param name    for the log
     * @param timeout the time limit for connecting
     * @param opened  called each time a connection is established
     */
    StreamConnection(String name, Context context, RedisOptions options, Duration timeout, Runnable opened) {
        this.name = name;
        this.context = context;
        this.options = options;
        this.timeout = timeout;
        this.opened = opened;
    }

    @Override
    public void open() {
        if (closed) {
            return;
        }
        Redis fresh = Redis.createClient(vertx(), options);
        client = fresh;
        within(timeout, fresh.connect()).onComplete(result -> {
            if (client != fresh) {
                fresh.close();
            } else if (result.succeeded()) {
                adopt(fresh, result.result());
            } else {
                drop(result.cause().getMessage());
            }
        });
    }

    @Override
    public boolean isOpen() {
        return connection != null;
    }

    @Override
    public void confirm() {
        backoff.reset();
        logged = null;
    }

    @Override
    public Future<@Nullable Response> send(String stream, Request request, Duration limit) {
        RedisConnection current = connection;
        if (current == null) {
            return Future.failedFuture(new Disconnected("not connected"));
        }
        Redis owner = client;
        return within(limit, current.send(request)).recover(failure -> {
            if (isReply(failure)) {
                return Future.failedFuture(failure);
            }
            lost(owner, failure.getMessage());
            return Future.failedFuture(new Disconnected(String.valueOf(failure.getMessage())));
        });
    }

    @Override
    public void drop(@Nullable String reason) {
        release();
        if (closed) {
            return;
        }
        Duration pause = backoff.pause();
        Logger.Level level = Objects.equals(reason, logged) ? Logger.Level.DEBUG : Logger.Level.INFO;
        LOG.logf(level, "%s: reconnecting to Redis in %d ms: %s", name, pause.toMillis(), reason);
        logged = reason;
        vertx().setTimer(Math.max(1, pause.toMillis()), ignored -> open());
    }

    @Override
    public void close() {
        closed = true;
        release();
    }

    private void adopt(Redis owner, RedisConnection established) {
        connection = established;
        established.exceptionHandler(failure -> lost(owner, failure.getMessage()));
        established.endHandler(ended -> lost(owner, "the connection ended"));
        LOG.debugf("%s: connected", name);
        opened.run();
    }

    private void lost(@Nullable Redis owner, @Nullable String reason) {
        if (client == owner) {
            drop(reason);
        }
    }

    private void release() {
        Redis old = client;
        client = null;
        connection = null;
        if (old != null) {
            old.close();
        }
    }

    private <T extends @Nullable Object> Future<T> within(Duration limit, Future<T> answer) {
        Promise<T> promise = Promise.promise();
        long timer = vertx().setTimer(
                        limit.toMillis(), ignored -> promise.tryFail(new Disconnected("no answer within " + limit)));
        answer.onComplete(result -> {
            vertx().cancelTimer(timer);
            if (result.succeeded()) {
                promise.tryComplete(result.result());
            } else {
                promise.tryFail(result.cause());
            }
        });
        return promise.future();
    }

    /**
     * Returns whether the failure is an error reply from Redis, rather than the client's own error for a broken
     * connection.
     */
    private static boolean isReply(Throwable failure) {
        return failure instanceof Response && !"CONNECTION_CLOSED".equals(failure.getMessage());
    }

    @Override
    public Future<Void> pause(long millis) {
        Promise<Void> over = Promise.promise();
        vertx().setTimer(millis, ignored -> over.complete());
        return over.future();
    }

    @Override
    public boolean canBlock() {
        return true;
    }

    @Override
    public List<List<String>> groups(List<String> streams) {
        return List.of(streams);
    }

    private Vertx vertx() {
        return context.owner();
    }
}
