package dev.oneping.redis.server;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A long-lived connection on one event loop that pipelines the commands of many callers.
 *
 * <p>All fields are confined to that event loop. A call fails at its deadline; the connection is then dropped, because
 * the late reply blocks all behind it. A dropped connection is reopened after a short random pause.
 */
final class PipelinedConnection implements Lane {

    private static final int SWEEP_MS = 100;
    private static final int PAUSE_MIN_MS = 50;
    private static final int PAUSE_MAX_MS = 500;

    /** The shortest life of a connection that is dropped for what Redis replied: reads on it may still work. */
    private static final long SHORTEST_LIFE_NS = Duration.ofSeconds(1).toNanos();

    private final Vertx vertx;
    private final Context context;
    private final Thread thread = Thread.currentThread();
    private final RedisConfig config;
    private final RedisServers servers;
    private final boolean isNode;
    private final OutageLog outages;
    private final Deque<Call> calls = new ArrayDeque<>();
    private Future<ManagedConnection> connection = Future.failedFuture("not yet connected");
    private @Nullable ManagedConnection open;
    private long openedAt;
    private boolean closed;
    private final long sweep;

    /** Creates a connection. Must be called on the event loop that it uses: the client binds itself to it. */
    PipelinedConnection(Vertx vertx, RedisServers servers, RedisConfig config, OutageLog outages) {
        this(vertx, vertx.getOrCreateContext(), servers, config, outages, false);
    }

    private PipelinedConnection(
            Vertx vertx, Context context, RedisServers servers, RedisConfig config, OutageLog outages, boolean isNode) {
        this.vertx = vertx;
        this.context = context;
        this.config = config;
        this.servers = servers;
        this.outages = outages;
        this.isNode = isNode;
        this.sweep = vertx.setPeriodic(SWEEP_MS, ignored -> expire(System.nanoTime()));
        connect();
    }

    /** Creates a connection to a node of a cluster, whose redirections its caller follows. */
    static PipelinedConnection toNode(
            Vertx vertx, Context context, RedisServers node, RedisConfig config, OutageLog outages) {
        return new PipelinedConnection(vertx, context, node, config, outages, true);
    }

    /** Sends one command, whatever its keys, so that a request keeps its context even if both run on this event loop. */
    @Override
    public Future<@Nullable Response> send(Request request, @Nullable Object key) {
        Context caller = Vertx.currentContext();
        Promise<Response> promise = Promise.promise();
        if (Thread.currentThread() == thread) {
            enqueue(request, promise);
        } else {
            context.runOnContext(ignored -> enqueue(request, promise));
        }
        return on(caller, context, promise.future());
    }

    /** Sends one command from this event loop, where the reply is delivered too. */
    Future<@Nullable Response> sendHere(Request request) {
        Promise<Response> promise = Promise.promise();
        enqueue(request, promise);
        return promise.future();
    }

    /** Delivers a reply on the caller's context, if there is one and it is not this. */
    static Future<Response> on(@Nullable Context caller, Context here, Future<Response> answer) {
        if (caller == null || caller == here) {
            return answer;
        }
        Promise<Response> there = Promise.promise();
        answer.onComplete(result -> caller.runOnContext(ignored -> there.handle(result)));
        return there.future();
    }

    @Override
    public void close() {
        context.runOnContext(ignored -> {
            closed = true;
            if (isNode) {
                vertx.cancelTimer(sweep);
            }
            if (open != null) {
                open.drop("the service stops");
            }
        });
    }

    private void enqueue(Request request, Promise<Response> promise) {
        if (calls.size() >= config.maxInFlight()) {
            promise.fail(new RedisUnavailable("too many Redis calls in flight"));
            return;
        }
        Call call = new Call(promise, System.nanoTime() + config.timeout().toNanos());
        calls.addLast(call);
        ManagedConnection ready = open;
        Future<Response> answer =
                ready != null ? ready.send(request) : connection.compose(opened -> opened.send(request));
        answer.onComplete(result -> {
            calls.remove(call);
            if (result.succeeded()) {
                promise.tryComplete(result.result());
            } else {
                promise.tryFail(asFailure(result.cause()));
            }
        });
    }

    /**
     * Maps failures: an error reply that is about the command is kept; anything else, and a reply by which Redis declares
     * that it cannot serve, becomes "unavailable".
     */
    private Throwable asFailure(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        boolean answered = cause instanceof Response && !message.startsWith("CONNECTION_CLOSED");
        Optional<OutageReply> outage = OutageReply.of(message);
        if (answered && (outage.isEmpty() || isNode && outage.get().isRedirection())) {
            return cause;
        }
        outages.record(message);
        if (outage.filter(OutageReply::isMendedByReconnecting).isPresent()) {
            replace(message);
        }
        return new RedisUnavailable(message, cause);
    }

    private void replace(String reason) {
        ManagedConnection current = open;
        if (current != null && System.nanoTime() - openedAt >= SHORTEST_LIFE_NS) {
            current.drop(reason);
        }
    }

    private void expire(long now) {
        boolean late = false;
        for (Call first = calls.peekFirst(); first != null && first.deadline - now < 0; first = calls.peekFirst()) {
            calls.removeFirst();
            first.promise.tryFail(new RedisUnavailable("Redis did not answer within " + config.timeout()));
            late = true;
        }
        if (late && open != null) {
            open.drop("no reply within " + config.timeout());
        }
    }

    private void connect() {
        connection = ManagedConnection.open(context, servers, null, config.timeout())
                .onSuccess(this::adopt)
                .onFailure(failure -> {
                    outages.record("not reachable: " + failure.getMessage());
                    reconnectSoon();
                });
    }

    private void adopt(ManagedConnection opened) {
        open = opened;
        openedAt = System.nanoTime();
        opened.onEnd(reason -> {
            open = null;
            if (!closed) {
                outages.record("reconnecting: " + reason);
                reconnectSoon();
            }
        });
        if (closed) {
            opened.drop("the service stops");
        }
    }

    private void reconnectSoon() {
        if (closed) {
            return;
        }
        Promise<ManagedConnection> pause = Promise.promise();
        connection = pause.future();
        vertx.setTimer(ThreadLocalRandom.current().nextInt(PAUSE_MIN_MS, PAUSE_MAX_MS), ignored -> {
            connect();
            connection.onComplete(pause);
        });
    }

    private record Call(Promise<Response> promise, long deadline) {}
}
