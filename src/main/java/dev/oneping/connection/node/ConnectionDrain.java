package dev.oneping.connection.node;

import dev.oneping.connection.Connection;
import dev.oneping.connection.ConnectionConfig;
import dev.oneping.connection.EventLoop;
import dev.oneping.connection.EventLoops;
import dev.oneping.connection.FlushableTransport;
import dev.oneping.connection.LocalSessions;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.redis.queue.Membership;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Closes all connections at shutdown: new ones are rejected; each device gets its own reconnect delay and is
 * disconnected; its session is removed from the store, so that nothing waits for it.
 *
 * <p>The framework's own shutdown timeout does not help: it counts every WebSocket ever opened as a running request.
 */
@Singleton
public class ConnectionDrain {

    private static final Logger LOG = Logger.getLogger(ConnectionDrain.class);

    private static final int STEPS = 40;
    private static final int SMALLEST_BATCH = 50;

    /** The shortest window of reconnects if other nodes run: each device then reaches one at once. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** The same if none does: this node has to be started again first. */
    private static final Duration SHORTEST_ALONE = Duration.ofSeconds(5);

    private final EventLoops loops;
    private final Instance<FlushableTransport> outgoing;
    private final Vertx vertx;
    private final Duration limit;
    private final int acceptsPerSecond;
    private final LocalSessions local;
    private final Membership membership;
    private final ReconnectJitter pauses;
    private volatile boolean draining;
    private volatile Duration window = SHORTEST;

    ConnectionDrain(
            EventLoops loops,
            @Any Instance<FlushableTransport> outgoing,
            Vertx vertx,
            ConnectionConfig config,
            LocalSessions local,
            Membership membership) {
        this.acceptsPerSecond = config.acceptsPerSecond();
        this.local = local;
        this.membership = membership;
        this.loops = loops;
        this.outgoing = outgoing;
        this.vertx = vertx;
        this.limit = config.drain();
        this.pauses = new ReconnectJitter(config, RandomGenerator.getDefault());
    }

    /** Returns whether connections are rejected because the service stops. */
    public boolean isDraining() {
        return draining;
    }

    /**
     * Drains before the HTTP server and Redis clients are closed; {@link io.quarkus.runtime.ShutdownEvent} comes after
     * that.
     */
    void stop(@Observes ShutdownDelayInitiatedEvent ignored) throws InterruptedException {
        try {
            run().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.warnf("could not close all connections within %s", limit);
        } catch (ExecutionException bug) {
            LOG.error("failed to close connections", bug);
        }
    }

    /** Closes every connection; completes when all are notified, and their sessions are removed from the store. */
    CompletableFuture<Void> run() {
        draining = true;
        window = window(local.all().size(), membership.others(), acceptsPerSecond);
        return CompletableFuture.allOf(loops.all().stream().map(this::drain).toArray(CompletableFuture[]::new))
                .thenCompose(closed -> CompletableFuture.allOf(outgoing.stream()
                        .map(way -> way.sent().toCompletableFuture())
                        .toArray(CompletableFuture[]::new)));
    }

    /**
     * Returns the window in which devices reconnect: as long as the other nodes need for them at half of their rate, the
     * other half being left to devices of their own.
     */
    static Duration window(int devices, int others, int acceptsPerSecond) {
        Duration shortest = others == 0 ? SHORTEST_ALONE : SHORTEST;
        Duration needed = Duration.ofMillis(2_000L * devices / ((long) Math.max(1, others) * acceptsPerSecond));
        return needed.compareTo(shortest) < 0 ? shortest : needed;
    }

    private CompletableFuture<Void> drain(EventLoop loop) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.run(() -> {
            int all = loop.heartbeat().all().size();
            new BatchCloser(loop, Math.max(SMALLEST_BATCH, all / STEPS), done).step();
        });
        return done;
    }

    private CompletableFuture<Void> dismiss(Connection connection) {
        return connection
                .close(CloseCode.SHUTDOWN, FrameWriter.write(new ServerFrame.Goaway(pauses.next(window))))
                .toCompletableFuture();
    }

    /** Closes the connections of one event loop in batches, with a pause after each for the loop's other work. */
    private final class BatchCloser {

        private final EventLoop loop;
        private final int batch;
        private final CompletableFuture<Void> done;
        private CompletionStage<Void> gone = CompletableFuture.completedFuture(null);

        private BatchCloser(EventLoop loop, int batch, CompletableFuture<Void> done) {
            this.loop = loop;
            this.batch = batch;
            this.done = done;
        }

        /**
         * Closes one batch; it lists the connections again each time, since a device whose token was being checked may
         * still have connected.
         */
        private void step() {
            List<Connection> left = loop.heartbeat().all();
            List<CompletableFuture<Void>> leaving = new ArrayList<>();
            left.stream().limit(batch).forEach(connection -> leaving.add(dismiss(connection)));
            leaving.add(gone.toCompletableFuture());
            gone = CompletableFuture.allOf(leaving.toArray(CompletableFuture[]::new));
            if (left.size() <= batch) {
                gone.thenRun(() -> done.complete(null));
            } else {
                vertx.setTimer(Math.max(1, limit.toMillis() / (2 * STEPS)), ignored -> loop.run(this::step));
            }
        }
    }
}
