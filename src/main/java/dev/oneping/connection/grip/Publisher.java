package dev.oneping.connection.grip;

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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Publishes items to proxies: to every instance of a proxy, in the order in which they come. */
@Singleton
class Publisher {

    private static final int CONNECT_TIMEOUT_MS = 2_000;

    /** One request at a time for each instance keeps the order; the pool must not hold up one for another. */
    private static final int POOL = 4;

    private final Vertx vertx;
    private final HttpClient client;
    private final GripConfig config;
    private final GripMetrics metrics;
    private final Map<URI, PublishLane> lanes = new ConcurrentHashMap<>();

    Publisher(Vertx vertx, GripConfig config, GripMetrics metrics) {
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

    /** Publishes an item, and forgets it. */
    void publish(GripProxy proxy, PublishItem item) {
        publish(proxy, item, ignored -> {});
    }

    /**
     * Publishes an item.
     *
     * @param done told once, on whatever thread, the best that any instance has answered
     */
    void publish(GripProxy proxy, PublishItem item, Consumer<Published> done) {
        String json = item.json();
        List<PublishLane> targets = new ArrayList<>(proxy.controls().size());
        for (URI control : proxy.controls()) {
            targets.add(lanes.computeIfAbsent(
                    control, uri -> new PublishLane(vertx, client, uri, proxy.authorization(), config, metrics)));
        }
        Consumer<Published> each = best(targets.size(), done);
        targets.forEach(lane -> lane.offer(json, each));
    }

    private static Consumer<Published> best(int answers, Consumer<Published> done) {
        AtomicInteger missing = new AtomicInteger(answers);
        AtomicReference<Published> best = new AtomicReference<>(Published.FAILED);
        return outcome -> {
            best.accumulateAndGet(outcome, (one, other) -> one.compareTo(other) <= 0 ? one : other);
            if (missing.decrementAndGet() == 0) {
                done.accept(best.get());
            }
        };
    }
}
