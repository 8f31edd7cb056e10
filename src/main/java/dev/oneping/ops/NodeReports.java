package dev.oneping.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.connection.node.ConnectionCount;
import dev.oneping.connection.node.ConnectionDrain;
import dev.oneping.model.NodeId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shards;
import dev.oneping.redis.StoredJson;
import dev.oneping.redis.queue.Membership;
import dev.oneping.redis.server.RedisUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The reports that each living node writes of itself every few seconds, in {@code oneping:node:<id>}, which expires soon after. */
@Singleton
class NodeReports {

    private static final Duration KEPT = Duration.ofSeconds(60);

    private final RedisPipeline redis;
    private final Membership membership;
    private final NodeId self;
    private final Shards shards;
    private final ConnectionCount connections;
    private final ConnectionDrain drain;
    private final StoredJson json;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final String version;
    private final Instant started;

    NodeReports(
            RedisPipeline redis,
            Membership membership,
            NodeId self,
            Shards shards,
            ConnectionCount connections,
            ConnectionDrain drain,
            ObjectMapper json,
            Clock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.redis = redis;
        this.membership = membership;
        this.self = self;
        this.shards = shards;
        this.connections = connections;
        this.drain = drain;
        this.json = new StoredJson(json);
        this.clock = clock;
        this.metrics = metrics;
        this.version = version;
        this.started = clock.instant();
    }

    /** Writes this node's report. While Redis is unavailable, none is written. */
    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> write() {
        Runtime memory = Runtime.getRuntime();
        NodeReport report = new NodeReport(
                self.value(),
                version,
                started,
                clock.instant(),
                connections.open(),
                (int) shards.all().stream().filter(membership::owns).count(),
                drain.isDraining(),
                memory.totalMemory() - memory.freeMemory(),
                memory.maxMemory(),
                slowest("oneping.events.lag"),
                slowest("oneping.timers.lateness"));
        return redis.command(Command.SET, key(self.value()), json.write(report), "PX", KEPT.toMillis())
                .onFailure(RedisUnavailable.class)
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Returns the longest time that timers of a name measured lately, in milliseconds. */
    private long slowest(String name) {
        return (long) metrics.find(name).timers().stream()
                .mapToDouble(timer -> timer.max(TimeUnit.MILLISECONDS))
                .max()
                .orElse(0);
    }

    /** Reads the reports of the living nodes, the oldest node first. A node that has just started may have none yet. */
    Uni<List<NodeReport>> read() {
        return write().chain(() -> Uni.join()
                .all(membership.living().stream()
                        .map(node -> redis.command(Command.GET, key(node))
                                .map(reply -> reply.isNil()
                                        ? Optional.<NodeReport>empty()
                                        : Optional.of(json.read(reply.text(), NodeReport.class))))
                        .toList())
                .andFailFast()
                .map(all -> all.stream()
                        .flatMap(Optional::stream)
                        .sorted(Comparator.comparing(NodeReport::startedAt).thenComparing(NodeReport::id))
                        .toList()));
    }

    private static String key(String node) {
        return "oneping:node:" + node;
    }

    /**
     * One node's report of itself.
     *
     * @param id        the node, of this run
     * @param version   the version of the service
     * @param startedAt when it started
     * @param seenAt    when it reported
     * @param sessions  the sessions of devices whose connections it holds
     * @param shards    the number of shards whose timers and queues it serves
     * @param draining  whether it is about to stop
     * @param heapUsed  the bytes of memory in use, garbage included
     * @param heapLimit the bytes of memory that it may use
     * @param eventLagMs the longest time from the append of an event until it read it, in the last few minutes
     * @param timerLagMs the longest time from when a timer was due until it took it, in the last few minutes
     */
    record NodeReport(
            String id,
            String version,
            Instant startedAt,
            Instant seenAt,
            int sessions,
            int shards,
            boolean draining,
            long heapUsed,
            long heapLimit,
            long eventLagMs,
            long timerLagMs) {}
}
