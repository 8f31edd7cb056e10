package dev.oneping.redis.server;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The masters of a Redis Cluster. The map of slots is read from any node, again every few seconds, and at once when a
 * node redirects or fails: one reading at a time, and a pause between two. Thread-safe.
 */
final class ClusterServers implements RedisServers {

    private static final Logger LOG = Logger.getLogger(ClusterServers.class);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration ASKED = Duration.ofSeconds(1);
    private static final long PAUSE_MS = 100;

    private final Vertx vertx;
    private final Context context;
    private final RedisOptions shared;
    private final String scheme;
    private final String credentials;
    private final List<String> seeds;
    private final AtomicReference<@Nullable Promise<Void>> reading = new AtomicReference<>();
    private final List<Consumer<SlotMap>> listeners = new CopyOnWriteArrayList<>();
    private final long look;
    private volatile SlotMap slots = SlotMap.EMPTY;
    private volatile boolean closed;

    ClusterServers(Vertx vertx, RedisOptions options) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.shared = options;
        URI first = URI.create(options.getEndpoints().getFirst());
        this.scheme = first.getScheme();
        this.credentials = first.getRawUserInfo() == null ? "" : first.getRawUserInfo() + "@";
        this.seeds = options.getEndpoints().stream()
                .map(URI::create)
                .map(seed -> seed.getHost() + ":" + (seed.getPort() < 0 ? 6379 : seed.getPort()))
                .toList();
        this.look = vertx.setPeriodic(LOOK.toMillis(), ignored -> refresh());
    }

    @Override
    public boolean isCluster() {
        return true;
    }

    @Override
    public Lane lane(Vertx vertx, RedisConfig config, OutageLog outages) {
        ClusterLane lane = new ClusterLane(vertx, this, config, outages);
        listeners.add(lane::follow);
        return lane;
    }

    @Override
    public Future<RedisOptions> find(@Nullable String key) {
        int slot = key == null ? 0 : KeySlot.of(key);
        String known = node(slot);
        return known != null
                ? Future.succeededFuture(optionsOf(known))
                : refresh().map(done -> {
                    String node = node(slot);
                    if (node == null) {
                        throw new RedisUnavailable("no node of the cluster serves slot " + slot);
                    }
                    return optionsOf(node);
                });
    }

    /** Returns the master of a slot, as far as it is known. */
    @Nullable
    String node(int slot) {
        return slots.node(slot);
    }

    /** Returns the options of a connection to a node. */
    RedisOptions optionsOf(String node) {
        String host = SlotMap.host(node);
        String place = host.indexOf(':') < 0 || host.startsWith("[")
                ? node
                : "[" + host + "]" + node.substring(node.lastIndexOf(':'));
        return RedisServers.at(shared, scheme + "://" + credentials + place);
    }

    /** Records what a node said about a slot, and reads the whole map: a slot seldom moves alone. */
    void moved(Redirect to) {
        synchronized (this) {
            slots = slots.with(to.slot(), to.node());
        }
        refresh();
    }

    /** Reads the map, unless it is being read already. Completes when it has been read, or could not be. */
    Future<Void> refresh() {
        Promise<Void> mine = Promise.promise();
        Promise<Void> running = reading.compareAndExchange(null, mine);
        if (running != null) {
            return running.future();
        }
        if (closed) {
            mine.complete();
            return mine.future();
        }
        context.runOnContext(ignored -> read(nodes(), 0).onComplete(done -> {
            mine.complete();
            vertx.setTimer(PAUSE_MS, over -> reading.set(null));
        }));
        return mine.future();
    }

    @Override
    public void close() {
        closed = true;
        vertx.cancelTimer(look);
    }

    /** The known masters in random order, since one that is cut off has an old map, and then the configured nodes. */
    private List<String> nodes() {
        List<String> masters = new ArrayList<>(slots.masters());
        Collections.shuffle(masters, ThreadLocalRandom.current());
        Set<String> all = new LinkedHashSet<>(masters);
        all.addAll(seeds);
        return List.copyOf(all);
    }

    private Future<Void> read(List<String> nodes, int place) {
        if (place == nodes.size()) {
            return Future.succeededFuture();
        }
        String node = nodes.get(place);
        return ManagedConnection.open(context, RedisServers.single(optionsOf(node)), null, ASKED)
                .compose(connection -> connection
                        .send(Request.cmd(Command.CLUSTER).arg("SLOTS"), ASKED)
                        .onComplete(done -> connection.drop("the slots are read")))
                .compose(reply -> {
                    SlotMap read = reply == null ? SlotMap.EMPTY : SlotMap.of(reply, node);
                    return read.masters().isEmpty()
                            ? Future.<Void>failedFuture("it knows no master")
                            : Future.<Void>succeededFuture().onSuccess(ok -> adopt(read));
                })
                .recover(failure -> {
                    LOG.debugf("no slots from %s: %s", node, failure.getMessage());
                    return read(nodes, place + 1);
                });
    }

    private void adopt(SlotMap read) {
        synchronized (this) {
            slots = read;
        }
        listeners.forEach(listener -> listener.accept(read));
    }
}
