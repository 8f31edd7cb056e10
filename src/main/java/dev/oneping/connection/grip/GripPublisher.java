package dev.oneping.connection.grip;

import dev.oneping.connection.FlushableTransport;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Publishes items to every instance of a proxy, in order. */
@Singleton
class GripPublisher implements FlushableTransport {

    private static final int CONNECT_TIMEOUT_MS = 2_000;

    /**
     * The size of the connection pool. One request at a time per instance keeps the order; instances must not delay
     * each other.
     */
    private static final int POOL = 4;

    private final Vertx vertx;
    private final HttpClient client;
    private final GripConfig config;
    private final GripMetrics metrics;
    private final Map<URI, PublishLane> lanes = new ConcurrentHashMap<>();
    private final Open open = new Open();

    GripPublisher(Vertx vertx, GripConfig config, GripMetrics metrics) {
        this.vertx = vertx;
        this.config = config;
        this.metrics = metrics;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setVerifyHost(true)
                        .setTracingPolicy(TracingPolicy.IGNORE),
                new PoolOptions().setHttp1MaxSize(POOL));
    }

    /** Publishes an item without a result. */
    void publish(GripProxy proxy, PublishItem item) {
        publish(proxy, item, ignored -> {});
    }

    /**
     * Publishes an item.
     *
     * @param done called once, on any thread, with the best result of all instances
     */
    void publish(GripProxy proxy, PublishItem item, Consumer<PublishResult> done) {
        String json = item.json();
        List<PublishLane> targets = new ArrayList<>(proxy.controls().size());
        for (URI control : proxy.controls()) {
            targets.add(lanes.computeIfAbsent(
                    control, uri -> new PublishLane(vertx, client, uri, proxy.credentials(), config, metrics)));
        }
        open.begin();
        Consumer<PublishResult> each = best(targets.size(), outcome -> {
            open.end();
            done.accept(outcome);
        });
        targets.forEach(lane -> lane.offer(json, each));
    }

    @Override
    public CompletionStage<Void> sent() {
        return open.none();
    }

    private static Consumer<PublishResult> best(int answers, Consumer<PublishResult> done) {
        AtomicInteger missing = new AtomicInteger(answers);
        AtomicReference<PublishResult> best = new AtomicReference<>(PublishResult.FAILED);
        return outcome -> {
            best.accumulateAndGet(outcome, (one, other) -> one.compareTo(other) <= 0 ? one : other);
            if (missing.decrementAndGet() == 0) {
                done.accept(best.get());
            }
        };
    }

    /** The number of items in progress, for waiting until it is zero. Guarded by itself. */
    private static final class Open {

        private CompletableFuture<Void> none = CompletableFuture.completedFuture(null);
        private int items;

        private synchronized void begin() {
            if (items++ == 0) {
                none = new CompletableFuture<>();
            }
        }

        private void end() {
            CompletableFuture<Void> waiting = ended();
            if (waiting != null) {
                waiting.complete(null);
            }
        }

        private synchronized @Nullable CompletableFuture<Void> ended() {
            return --items == 0 ? none : null;
        }

        private synchronized CompletionStage<Void> none() {
            return none;
        }
    }
}
