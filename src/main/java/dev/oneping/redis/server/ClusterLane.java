package dev.oneping.redis.server;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to a cluster: one to each master, each pipelined. A command that a node redirects is
 * repeated where it belongs; one whose keys are being moved is repeated after a moment. Neither was executed, so no
 * repetition can do anything twice. All other failures are the caller's, as with a single server.
 *
 * <p>Confined to its event loop, except for {@link #send}, {@link #follow} and {@link #close}.
 */
final class ClusterLane implements Lane {

    private static final int MOST_REDIRECTS = 8;
    private static final int TRY_AGAIN_MS = 20;

    private final Vertx vertx;
    private final Context context;
    private final Thread thread = Thread.currentThread();
    private final ClusterServers servers;
    private final RedisConfig config;
    private final OutageLog outages;
    private final Map<String, PipelinedConnection> nodes = new HashMap<>();
    private boolean closed;

    /** Creates the lane. Must be called on the event loop that it uses. */
    ClusterLane(Vertx vertx, ClusterServers servers, RedisConfig config, OutageLog outages) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.servers = servers;
        this.config = config;
        this.outages = outages;
    }

    @Override
    public Future<@Nullable Response> send(Request request, @Nullable Object key) {
        Context caller = Vertx.currentContext();
        // One node serves all commands without a key, such as TIME: all nodes of the service then see the same clock.
        int slot = key == null ? 0 : KeySlot.of(key.toString());
        Call call = new Call(
                request,
                slot,
                Promise.promise(),
                System.nanoTime() + config.timeout().toNanos());
        if (Thread.currentThread() == thread) {
            attempt(call, 0);
        } else {
            context.runOnContext(ignored -> attempt(call, 0));
        }
        return PipelinedConnection.on(caller, context, call.promise.future());
    }

    @Override
    public void close() {
        context.runOnContext(ignored -> {
            closed = true;
            nodes.values().forEach(PipelinedConnection::close);
        });
    }

    /** Closes the connections to nodes that are no masters any more, after the time in which they may still reply. */
    void follow(SlotMap slots) {
        List<String> masters = slots.masters();
        context.runOnContext(ignored -> {
            for (String node : List.copyOf(nodes.keySet())) {
                PipelinedConnection old = masters.contains(node) ? null : nodes.remove(node);
                if (old != null) {
                    vertx.setTimer(config.timeout().toMillis(), late -> old.close());
                }
            }
        });
    }

    private void attempt(Call call, int repeats) {
        String node = servers.node(call.slot);
        if (node != null) {
            send(call, node, false, repeats);
            return;
        }
        servers.refresh()
                .onComplete(read -> context.runOnContext(ignored -> {
                    String found = servers.node(call.slot);
                    if (found != null) {
                        send(call, found, false, repeats);
                    } else {
                        call.fail(new RedisUnavailable("no node of the cluster is known to serve slot " + call.slot));
                    }
                }));
    }

    private void send(Call call, String node, boolean asking, int repeats) {
        PipelinedConnection connection = connection(node);
        if (asking) {
            connection.sendHere(Request.cmd(Command.ASKING));
        }
        connection.sendHere(call.request).onComplete(result -> {
            if (result.succeeded()) {
                call.promise.complete(result.result());
            } else {
                failed(call, node, repeats, result.cause());
            }
        });
    }

    private void failed(Call call, String node, int repeats, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        Optional<Redirect> redirect = Redirect.of(message, node);
        boolean inTime = System.nanoTime() - call.deadline < 0;
        if (redirect.isPresent() && repeats < MOST_REDIRECTS && inTime) {
            Redirect to = redirect.get();
            boolean asking = to.word() == Redirect.Word.ASK;
            if (!asking) {
                servers.moved(to);
            }
            send(call, to.node(), asking, repeats + 1);
        } else if (message.startsWith("TRYAGAIN") && inTime) {
            vertx.setTimer(TRY_AGAIN_MS, ignored -> attempt(call, repeats));
        } else if (cause instanceof RedisUnavailable) {
            servers.refresh();
            call.fail(cause);
        } else if (redirect.isPresent() || message.startsWith("TRYAGAIN")) {
            outages.record(message);
            call.fail(new RedisUnavailable(message, cause));
        } else {
            call.fail(cause);
        }
    }

    private PipelinedConnection connection(String node) {
        return nodes.computeIfAbsent(node, at -> {
            PipelinedConnection fresh = PipelinedConnection.toNode(
                    vertx, context, RedisServers.single(servers.optionsOf(at)), config, outages);
            if (closed) {
                fresh.close();
            }
            return fresh;
        });
    }

    private record Call(Request request, int slot, Promise<Response> promise, long deadline) {
        void fail(Throwable cause) {
            promise.fail(cause);
        }
    }
}
