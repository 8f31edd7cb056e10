package dev.oneping.redis.server;

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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis, opened once and closed once. It has a client of its own: closing a connection of a shared
 * client only returns it to a pool, and a socket with a silent peer would stay open and be reused.
 *
 * <p>Confined to one event loop: it is opened, used and calls its handlers there.
 */
public final class ManagedConnection {

    private final Vertx vertx;
    private final Context context;
    private final RedisServers servers;
    private final String endpoint;
    private final Redis client;
    private final RedisConnection connection;
    private Consumer<@Nullable String> onEnd = ignored -> {};
    private boolean ended;

    private ManagedConnection(
            Context context, RedisServers servers, String endpoint, Redis client, RedisConnection connection) {
        this.vertx = context.owner();
        this.context = context;
        this.servers = servers;
        this.endpoint = endpoint;
        this.client = client;
        this.connection = connection;
        connection.exceptionHandler(failure -> drop(failure.getMessage()));
        connection.endHandler(ignored -> drop("the connection ended"));
    }

    /**
     * Connects from the given event loop to the server that serves a key; fails if that takes longer than the limit.
     *
     * @param key a key or a channel; null if any server that takes writes will do
     */
    public static Future<ManagedConnection> open(
            Context context, RedisServers servers, @Nullable String key, Duration limit) {
        Promise<ManagedConnection> promise = Promise.promise();
        context.runOnContext(ignored -> servers.find(key)
                .onComplete(found -> context.runOnContext(here -> {
                    if (found.succeeded()) {
                        connect(context, servers, found.result(), limit).onComplete(promise);
                    } else {
                        promise.fail(found.cause());
                    }
                })));
        return promise.future();
    }

    private static Future<ManagedConnection> connect(
            Context context, RedisServers servers, RedisOptions options, Duration limit) {
        Redis client = Redis.createClient(context.owner(), options);
        return within(context.owner(), limit, client.connect())
                .map(connected -> new ManagedConnection(context, servers, options.getEndpoint(), client, connected))
                .compose(made -> servers.admit(made).map(made))
                .onFailure(failure -> client.close());
    }

    /** Returns whether it is a connection to that server. */
    public boolean isTo(RedisOptions options) {
        return endpoint.equals(options.getEndpoint());
    }

    /** Sets the handler that is called once when the connection has ended, with the reason as far as it is known. */
    public void onEnd(Consumer<@Nullable String> handler) {
        onEnd = handler;
    }

    /** Sets the handler of messages that are not replies: those of channels. */
    public void onMessage(Consumer<Response> handler) {
        connection.handler(response -> {
            if (response != null) {
                handler.accept(response);
            }
        });
    }

    /** Sends one command without a time limit. */
    public Future<@Nullable Response> send(Request request) {
        return connection.send(request);
    }

    /**
     * Sends one command with a time limit. If it is exceeded, the connection is dropped, because all later replies
     * would be late too.
     */
    public Future<@Nullable Response> send(Request request, Duration limit) {
        return within(vertx, limit, connection.send(request)).onFailure(failure -> {
            if (failure instanceof NoAnswer) {
                drop(failure.getMessage());
            }
        });
    }

    /** Closes the connection. Commands without a reply fail. */
    public void drop(@Nullable String reason) {
        if (!ended) {
            ended = true;
            client.close();
            servers.ended(this);
            onEnd.accept(reason);
        }
    }

    /** Closes the connection from any thread. */
    public void dropSoon(String reason) {
        context.runOnContext(ignored -> drop(reason));
    }

    private static <T> Future<T> within(Vertx vertx, Duration limit, Future<T> answer) {
        Promise<T> promise = Promise.promise();
        long timer = vertx.setTimer(limit.toMillis(), ignored -> promise.tryFail(new NoAnswer(limit)));
        answer.onComplete(result -> {
            vertx.cancelTimer(timer);
            if (result.succeeded()) {
                promise.tryComplete(result.result());
            } else {
                promise.tryFail(result.cause());
            }
        });
        return promise.future();
    }

    /** Thrown if Redis or the network was silent for too long. */
    private static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoAnswer(Duration limit) {
            super("no reply within " + limit, null, false, false);
        }
    }
}
