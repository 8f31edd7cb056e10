package dev.oneping.redis;

import dev.oneping.redis.server.ManagedConnection;
import dev.oneping.redis.server.RedisConfig;
import dev.oneping.redis.server.RedisServers;
import dev.oneping.redis.time.Time;
import dev.oneping.redis.time.VirtualTime;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows streams live. Keeps its positions, so a lost connection loses no entries.
 *
 * <p>Reads by one blocking command on a connection of its own. On a cluster no command reads streams of several slots, and
 * a blocking one for each slot would need as many connections; there it polls them, one command for each slot, over the
 * shared connections.
 */
@Singleton
public class StreamTail {

    private static final Timer LAG = Timer.builder("oneping.events.lag")
            .description("Time from the append of an event to the log until this node has read it")
            .serviceLevelObjectives(
                    Duration.ofMillis(5),
                    Duration.ofMillis(25),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10))
            .register(Metrics.globalRegistry);

    private static final Logger LOG = Logger.getLogger(StreamTail.class);
    private static final Duration BLOCK = Duration.ofSeconds(5);
    private static final int BATCH = 500;

    /** The pauses between polls on a cluster: the delay of an event, and twenty small commands a second for each slot. */
    private static final long IDLE_POLL_MS = 50;

    private static final long BUSY_POLL_MS = 10;

    private final Vertx vertx;
    private final RedisPipeline redis;
    private final RedisServers servers;
    private final Duration timeout;
    private volatile boolean closed;

    /** Creates a tail on a Redis. */
    public StreamTail(Vertx vertx, RedisOptions options, RedisPipeline redis, RedisConfig config) {
        this.vertx = vertx;
        this.redis = redis;
        this.servers = redis.servers(options);
        this.timeout = config.timeout();
    }

    /**
     * Starts to follow streams. Once the result completes, every entry added later is passed to the listener.
     *
     * @param keys    the streams
     * @param onEntry gets the stream's key and the entry's fields, on an event loop; must not block
     */
    public Uni<Void> follow(List<String> keys, BiConsumer<String, Map<String, String>> onEntry) {
        VirtualTime simulated = Time.virtual();
        if (simulated != null) {
            simulated.follow(keys, onEntry);
            return Uni.createFrom().voidItem();
        }
        return Uni.join()
                .all(keys.stream().map(this::end).toList())
                .andFailFast()
                .invoke(ends -> {
                    Map<String, String> positions = new LinkedHashMap<>();
                    for (int i = 0; i < keys.size(); i++) {
                        positions.put(keys.get(i), ends.get(i));
                    }
                    start(positions, onEntry);
                })
                .replaceWithVoid();
    }

    /** On one event loop, so that the listener is called by one thread. */
    private void start(Map<String, String> positions, BiConsumer<String, Map<String, String>> onEntry) {
        Context context = vertx.getOrCreateContext();
        if (redis.isCluster()) {
            redis.groups(List.copyOf(positions.keySet()), key -> key)
                    .forEach(keys -> new Poller(context, new Positions(positions, keys, onEntry)).poll());
        } else {
            new Reader(context, new Positions(positions, positions.keySet(), onEntry)).connect();
        }
    }

    private Uni<String> end(String key) {
        return redis.command(Command.XREVRANGE, key, "+", "-", "COUNT", 1)
                .map(last -> last.size() == 0 ? "0-0" : last.at(0).text(0));
    }

    void stop(@Observes ShutdownEvent ignored) {
        closed = true;
    }

    /** Polls the streams of one slot, on its event loop. */
    private final class Poller {

        private final Context context;
        private final Positions positions;

        Poller(Context context, Positions positions) {
            this.context = context;
            this.positions = positions;
        }

        void poll() {
            if (!closed) {
                context.runOnContext(ignored -> redis.send(positions.request(BATCH, null), positions.key())
                        .map(positions::deliver)
                        .onComplete(
                                read -> later(read.succeeded() && read.result() > 0 ? BUSY_POLL_MS : IDLE_POLL_MS)));
            }
        }

        private void later(long millis) {
            vertx.setTimer(millis, ignored -> poll());
        }
    }

    /** Reads in a loop and reconnects after each loss, on its event loop. */
    private final class Reader {

        private final Context context;
        private final Positions positions;

        Reader(Context context, Positions positions) {
            this.context = context;
            this.positions = positions;
        }

        void connect() {
            if (!closed) {
                ManagedConnection.open(context, servers, null, timeout)
                        .onSuccess(this::read)
                        .onFailure(this::later);
            }
        }

        /**
         * Issues the next read from the handler of each reply: a chain of futures would grow for the lifetime of the
         * connection.
         */
        private void read(ManagedConnection connection) {
            connection
                    .send(positions.request(BATCH, BLOCK), BLOCK.plus(timeout))
                    .map(positions::deliver)
                    .onComplete(result -> {
                        if (result.succeeded() && !closed) {
                            read(connection);
                        } else {
                            connection.drop("the tail was cut");
                            later(result.cause());
                        }
                    });
        }

        private void later(@Nullable Throwable failure) {
            LOG.debugf("event tail lost: %s", failure);
            vertx.setTimer(ThreadLocalRandom.current().nextInt(100, 1000), ignored -> connect());
        }
    }

    /** The last position read in each of some streams, confined to one event loop. */
    private static final class Positions {

        private final Map<String, String> positions = new LinkedHashMap<>();
        private final BiConsumer<String, Map<String, String>> onEntry;

        Positions(Map<String, String> all, Collection<String> keys, BiConsumer<String, Map<String, String>> onEntry) {
            keys.forEach(key -> positions.put(key, all.getOrDefault(key, "0-0")));
            this.onEntry = onEntry;
        }

        String key() {
            return positions.keySet().iterator().next();
        }

        Request request(int batch, @Nullable Duration block) {
            Request request = Request.cmd(Command.XREAD).arg("COUNT").arg(batch);
            if (block != null) {
                request.arg("BLOCK").arg(block.toMillis());
            }
            request.arg("STREAMS");
            positions.keySet().forEach(request::arg);
            positions.values().forEach(request::arg);
            return request;
        }

        /** Passes the entries to the listener, and returns the number of streams they are from. */
        int deliver(@Nullable Response streams) {
            if (streams == null) {
                return 0;
            }
            streams.forEach(this::deliverOne);
            return streams.size();
        }

        private void deliverOne(Response stream) {
            String key = stream.get(0).toString();
            for (Response entry : stream.get(1)) {
                LAG.record(
                        Math.max(
                                0,
                                System.currentTimeMillis() - millis(entry.get(0).toString())),
                        TimeUnit.MILLISECONDS);
                onEntry.accept(key, new Reply(entry.get(1)).map());
                positions.put(key, entry.get(0).toString());
            }
        }

        /** Returns the time in the id of a stream's entry. */
        private static long millis(String id) {
            return Long.parseLong(id, 0, id.indexOf('-'), 10);
        }
    }
}
