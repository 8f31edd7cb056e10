package dev.oneping.redis;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.AsyncResult;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The way of every command to Redis: a few long-lived connections, each bound to one event loop, on which commands are
 * pipelined. A caller on one of these event loops stays on it; any other caller is given a connection in turn.
 *
 * <p>Calls fail with {@link RedisUnavailable} after {@link RedisConfig#timeout()} at the latest. There is no pool: a pool
 * lends a connection for a whole round trip, and refuses the caller that comes too much.
 */
@Singleton
@Startup(RedisPipeline.BEFORE_ALL_OTHERS)
public class RedisPipeline {

    /**
     * Opened at the start, on the main thread, and before the scheduler starts: opening waits for event loops, so none
     * of them may come to wait for it.
     */
    static final int BEFORE_ALL_OTHERS = Integer.MIN_VALUE;

    /**
     * For a bean that asks Redis while it is made: it is made next, while nobody else can want it. An event loop that waited
     * for such a bean could not bring the answer that the bean waits for.
     */
    public static final int NEXT = BEFORE_ALL_OTHERS + 1;

    private final Vertx vertx;
    private final RedisOptions options;
    private final RedisConfig config;
    private final List<PipelinedConnection> lanes = new CopyOnWriteArrayList<>();
    private final Map<Thread, PipelinedConnection> laneOfThread = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    /**
     * Connections are opened by {@link #start}. How many calls may wait is said in one place, {@link RedisConfig}: the
     * client's own limit is put beyond it, for calls that have come to their deadline still stand in the client's queue.
     */
    public RedisPipeline(Vertx vertx, RedisOptions options, RedisConfig config) {
        this.vertx = vertx;
        this.options = new RedisOptions(options).setMaxWaitingHandlers(config.maxInFlight() * 2);
        this.config = config;
    }

    /** Makes one lane on each of the first event loops; a verticle instance is how Vert.x hands out event loops. */
    @PostConstruct
    public void start() {
        DeploymentOptions instances = new DeploymentOptions()
                .setInstances(config.connections()
                        .orElseGet(() -> Runtime.getRuntime().availableProcessors()));
        vertx.deployVerticle(LaneVerticle::new, instances)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Runs a script: by its hash, and with its text where Redis does not know the hash. */
    public Uni<Reply> run(Script script, List<String> keys, List<?> arguments) {
        return Uni.createFrom().emitter(emitter -> {
            PipelinedConnection lane = lane();
            lane.send(script.byHash(keys, arguments)).onComplete(answer -> {
                if (answer.failed() && Script.isUnknown(answer.cause())) {
                    lane.send(script.byText(keys, arguments)).onComplete(again -> tell(emitter, again));
                } else {
                    tell(emitter, answer);
                }
            });
        });
    }

    /** Runs one plain command. */
    public Uni<Reply> command(Command command, Object... arguments) {
        return Uni.createFrom().emitter(emitter -> {
            Request request = Request.cmd(command);
            for (Object argument : arguments) {
                Script.add(request, argument);
            }
            lane().send(request).onComplete(answer -> tell(emitter, answer));
        });
    }

    private static void tell(UniEmitter<? super Reply> emitter, AsyncResult<@Nullable Response> answer) {
        if (answer.succeeded()) {
            emitter.complete(new Reply(answer.result()));
        } else {
            emitter.fail(answer.cause());
        }
    }

    private PipelinedConnection lane() {
        PipelinedConnection own = laneOfThread.get(Thread.currentThread());
        return own != null ? own : lanes.get(Math.floorMod(next.getAndIncrement(), lanes.size()));
    }

    void stop(@Observes ShutdownEvent ignored) {
        lanes.forEach(PipelinedConnection::close);
    }

    private final class LaneVerticle extends AbstractVerticle {
        @Override
        public void start() {
            PipelinedConnection lane = new PipelinedConnection(vertx, options, config);
            lanes.add(lane);
            laneOfThread.putIfAbsent(Thread.currentThread(), lane);
        }
    }
}
