package dev.oneping.redis;

import dev.oneping.redis.server.KeySlot;
import dev.oneping.redis.server.Lane;
import dev.oneping.redis.server.OutageLog;
import dev.oneping.redis.server.RedisConfig;
import dev.oneping.redis.server.RedisServers;
import dev.oneping.redis.server.RedisUnavailable;
import dev.oneping.redis.time.RedisTime;
import dev.oneping.redis.time.Time;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.AsyncResult;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The client for all commands to Redis: a few long-lived connections, each bound to one event loop, with pipelined
 * commands. A caller on one of these event loops uses its connection; any other caller gets one round-robin.
 *
 * <p>Calls fail with {@link RedisUnavailable} after {@link RedisConfig#timeout()} at the latest. There is no pool: a
 * pool lends a connection for a whole round trip, and rejects callers when it is exhausted.
 */
@Singleton
@Startup(RedisPipeline.BEFORE_ALL_OTHERS)
public class RedisPipeline {

    /**
     * The priority of the start: on the main thread and before the scheduler. Opening waits for event loops, so none of
     * them may wait for it.
     */
    static final int BEFORE_ALL_OTHERS = Integer.MIN_VALUE;

    /**
     * The priority for a bean that calls Redis while it is created: it is created next, before any other code can need
     * it. An event loop that waited for such a bean could not deliver the reply that the bean waits for.
     */
    public static final int NEXT = BEFORE_ALL_OTHERS + 1;

    /** The keys that are tried to find each server of a cluster; a server without any of them would have few slots. */
    private static final int PROBES = 1_000;

    /** Runs a command whose time is simulated. */
    private static final Script COMMAND = Script.load("redis/command.lua");

    private final Vertx vertx;
    private final RedisOptions options;
    private final RedisServers servers;
    private final RedisConfig config;
    private final List<Lane> lanes = new CopyOnWriteArrayList<>();
    private final Map<Thread, Lane> laneOfThread = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final OutageLog outages = new OutageLog();

    /**
     * Creates the client; {@link #start} opens the connections. The limit of waiting calls is that of
     * {@link RedisConfig}: the underlying client's own limit is set higher, because calls past their deadline still
     * occupy its queue.
     */
    public RedisPipeline(Vertx vertx, RedisOptions options, RedisConfig config) {
        this.vertx = vertx;
        this.options = new RedisOptions(options).setMaxWaitingHandlers(config.maxInFlight() * 2);
        this.servers = RedisServers.of(vertx, this.options);
        this.config = config;
    }

    /** Creates one connection on each of the first event loops, which Vert.x assigns to verticle instances. */
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

    /** Runs a script by its hash, or by its text if Redis does not know the hash. */
    public Uni<Reply> run(Script script, List<String> keys, List<?> arguments) {
        return Uni.createFrom().emitter(emitter -> {
            long started = System.nanoTime();
            Time.begun(1);
            Lane lane = lane();
            String key = keys.isEmpty() ? null : keys.getFirst();
            lane.send(script.byHash(keys, arguments), key).onComplete(answer -> {
                if (answer.failed() && Script.isUnknown(answer.cause())) {
                    // Another piece of work: what was asked in between has not seen its changes.
                    Time.begun(1);
                    lane.send(script.byText(keys, arguments), key).onComplete(again -> {
                        complete(script.toString(), started, emitter, again);
                        Time.ended();
                    });
                } else {
                    complete(script.toString(), started, emitter, answer);
                }
            });
        });
    }

    /** Runs one command. */
    public Uni<Reply> command(Command command, Object... arguments) {
        if (RedisTime.isTimed(command)) {
            return run(
                    COMMAND,
                    List.of(),
                    Stream.concat(Stream.of(command), Arrays.stream(arguments)).toList());
        }
        return commandOn(key(command, arguments), command, arguments);
    }

    /** Runs one command on the server that has a key; on any if the key is null. */
    public Uni<Reply> commandOn(@Nullable Object key, Command command, Object... arguments) {
        return Uni.createFrom().emitter(emitter -> {
            Request request = Request.cmd(command);
            for (Object argument : arguments) {
                Script.add(request, argument);
            }
            long started = System.nanoTime();
            Time.begun(1);
            String name = command.toString().toLowerCase(Locale.ROOT);
            lane().send(request, key).onComplete(answer -> complete(name, started, emitter, answer));
        });
    }

    /** Returns one key for each server that has keys: what has to be done on every server is done once for each of them. */
    public Uni<List<String>> keyOfEachServer() {
        if (!servers.isCluster()) {
            return Uni.createFrom().item(List.of(""));
        }
        return Uni.join()
                .all(IntStream.range(0, PROBES)
                        .mapToObj(probe -> "{" + probe + "}")
                        .map(key -> Uni.createFrom()
                                .completionStage(() -> servers.find(key)
                                        .map(server -> Map.entry(server.getEndpoint(), key))
                                        .toCompletionStage()))
                        .toList())
                .andFailFast()
                .map(found -> List.copyOf(found.stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, other) -> first))
                        .values()));
    }

    private static void complete(
            String name, long started, UniEmitter<? super Reply> emitter, AsyncResult<@Nullable Response> answer) {
        RedisMeters.called(name, started, answer.succeeded());
        if (answer.succeeded()) {
            emitter.complete(new Reply(answer.result()));
        } else {
            emitter.fail(answer.cause());
        }
        Time.ended();
    }

    /**
     * Sends a command as it is.
     *
     * @param key a key of the command
     * @return the reply, on the caller's context; fails with an error reply of Redis or {@link RedisUnavailable}
     */
    public Future<@Nullable Response> send(Request request, String key) {
        return lane().send(request, key);
    }

    /** Runs a command without a key once on every server that has keys. */
    public Uni<List<Reply>> everywhere(Command command) {
        return keyOfEachServer()
                .chain(keys -> Uni.join()
                        .all(keys.stream().map(key -> commandOn(key, command)).toList())
                        .andFailFast());
    }

    /**
     * Groups items so that one command may have the keys of a group: all in one, but on a cluster one group for each slot.
     */
    public <T> List<List<T>> groups(List<T> items, Function<T, String> key) {
        return servers.isCluster() ? KeySlot.group(items, key) : List.of(items);
    }

    /** Returns whether Redis is a cluster, where a script may access the keys of one slot only. */
    public boolean isCluster() {
        return servers.isCluster();
    }

    /** Returns whether Redis is one server with a fixed address. */
    public boolean isSingle() {
        return options.getType() == RedisClientType.STANDALONE;
    }

    /** Returns the servers for connections beside these, by the same options or those of another single server. */
    RedisServers servers(RedisOptions options) {
        return options.getType() == RedisClientType.STANDALONE ? RedisServers.single(options) : servers;
    }

    /** Returns the key of a command: the first argument, or the first stream. */
    private static @Nullable Object key(Command command, Object... arguments) {
        if (command == Command.XREAD) {
            return arguments[Arrays.asList(arguments).indexOf("STREAMS") + 1];
        }
        return arguments.length == 0 ? null : arguments[0];
    }

    private Lane lane() {
        Lane own = laneOfThread.get(Thread.currentThread());
        return own != null ? own : lanes.get(Math.floorMod(next.getAndIncrement(), lanes.size()));
    }

    void stop(@Observes ShutdownEvent ignored) {
        lanes.forEach(Lane::close);
        servers.close();
    }

    private final class LaneVerticle extends AbstractVerticle {
        @Override
        public void start() {
            Lane lane = servers.lane(vertx, config, outages);
            lanes.add(lane);
            laneOfThread.putIfAbsent(Thread.currentThread(), lane);
        }
    }
}
