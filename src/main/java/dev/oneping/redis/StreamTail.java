package dev.oneping.redis;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows streams live, by one blocking read on a connection of its own. It remembers where it is, so a cut connection
 * loses nothing.
 */
@Singleton
public class StreamTail {

    private static final Logger LOG = Logger.getLogger(StreamTail.class);
    private static final Duration BLOCK = Duration.ofSeconds(5);
    private static final int BATCH = 500;

    private final Vertx vertx;
    private final RedisOptions options;
    private final RedisPipeline redis;
    private final Duration timeout;
    private volatile boolean closed;

    /** On that Redis. */
    public StreamTail(Vertx vertx, RedisOptions options, RedisPipeline redis, RedisConfig config) {
        this.vertx = vertx;
        this.options = options;
        this.redis = redis;
        this.timeout = config.timeout();
    }

    /**
     * Begins to follow. When the answer is there, every entry added from then on will be told.
     *
     * @param keys    the streams
     * @param onEntry is told the stream's key and the entry's fields, on an event loop; must be quick
     */
    public Uni<Void> follow(List<String> keys, BiConsumer<String, Map<String, String>> onEntry) {
        return Uni.join()
                .all(keys.stream().map(this::end).toList())
                .andFailFast()
                .invoke(ends -> {
                    Map<String, String> positions = new LinkedHashMap<>();
                    for (int i = 0; i < keys.size(); i++) {
                        positions.put(keys.get(i), ends.get(i));
                    }
                    new Reader(vertx.getOrCreateContext(), positions, onEntry).connect();
                })
                .replaceWithVoid();
    }

    private Uni<String> end(String key) {
        return redis.command(Command.XREVRANGE, key, "+", "-", "COUNT", 1)
                .map(last -> last.size() == 0 ? "0-0" : last.at(0).text(0));
    }

    void stop(@Observes ShutdownEvent ignored) {
        closed = true;
    }

    /** Reads one answer after the other, on one connection after the other, on its event loop. */
    private final class Reader {

        private final Context context;
        private final Map<String, String> positions;
        private final BiConsumer<String, Map<String, String>> onEntry;

        Reader(Context context, Map<String, String> positions, BiConsumer<String, Map<String, String>> onEntry) {
            this.context = context;
            this.positions = positions;
            this.onEntry = onEntry;
        }

        void connect() {
            if (!closed) {
                ManagedConnection.open(context, options, timeout)
                        .onSuccess(this::read)
                        .onFailure(this::later);
            }
        }

        /** Each answer asks anew, and leaves nothing behind: a chain of futures would grow for as long as the connection lasts. */
        private void read(ManagedConnection wire) {
            wire.send(request(), BLOCK.plus(timeout)).map(this::tell).onComplete(told -> {
                if (told.succeeded() && !closed) {
                    read(wire);
                } else {
                    wire.drop("the tail was cut");
                    later(told.cause());
                }
            });
        }

        private void later(@Nullable Throwable failure) {
            LOG.debugf("event tail lost: %s", failure);
            vertx.setTimer(ThreadLocalRandom.current().nextInt(100, 1000), ignored -> connect());
        }

        private Request request() {
            Request request = Request.cmd(Command.XREAD)
                    .arg("COUNT")
                    .arg(BATCH)
                    .arg("BLOCK")
                    .arg(BLOCK.toMillis())
                    .arg("STREAMS");
            positions.keySet().forEach(request::arg);
            positions.values().forEach(request::arg);
            return request;
        }

        /** Tells what has come; how many streams that was of. */
        private int tell(@Nullable Response streams) {
            if (streams == null) {
                return 0;
            }
            streams.forEach(this::tellOne);
            return streams.size();
        }

        private void tellOne(Response stream) {
            String key = stream.get(0).toString();
            for (Response entry : stream.get(1)) {
                onEntry.accept(key, new Reply(entry.get(1)).map());
                positions.put(key, entry.get(0).toString());
            }
        }
    }
}
