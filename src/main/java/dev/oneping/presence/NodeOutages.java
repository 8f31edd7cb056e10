package dev.oneping.presence;

import dev.oneping.model.NodeId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.RedisUnavailable;
import dev.oneping.redis.Script;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes have lost many devices at once, known to all nodes within a second: any of them may be the one that would
 * tell of a loss. Kept in one sorted set, each entry until the outage counts as over.
 */
@Singleton
public class NodeOutages {

    private static final Logger LOG = Logger.getLogger(NodeOutages.class);
    private static final Script OUTAGES = Script.load("presence/outages.lua");
    private static final Duration RETOLD_AFTER = Duration.ofSeconds(1);
    private static final String KEY = "oneping:outages";

    private final RedisPipeline redis;
    private final NodeId self;
    private final Clock clock;
    private final Map<NodeId, Instant> known = new ConcurrentHashMap<>();

    NodeOutages(RedisPipeline redis, NodeId self, Clock clock) {
        this.redis = redis;
        this.self = self;
        this.clock = clock;
    }

    /** Until when a node counts as troubled; null if nobody said so, or that is over. */
    @Nullable
    Instant until(NodeId node) {
        Instant until = known.get(node);
        return until != null && clock.instant().isBefore(until) ? until : null;
    }

    /** The troubled nodes, and until when they are. */
    public Map<NodeId, Instant> current() {
        Map<NodeId, Instant> current = new HashMap<>(known);
        current.values().removeIf(until -> !clock.instant().isBefore(until));
        return current;
    }

    boolean isOwn() {
        return until(self) != null;
    }

    /** This node is troubled until then: known here at once, and elsewhere as soon as Redis has it. */
    void begin(Instant until) {
        Instant before = known.put(self, until);
        if (before != null && before.plus(RETOLD_AFTER).isAfter(until)) {
            return;
        }
        exchange(until)
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("outage not told: %s", failure.getMessage()));
    }

    /** Learns what other nodes have said. While Redis is away the last word holds. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> refresh() {
        Instant own = until(self);
        return exchange(own).onFailure(RedisUnavailable.class).recoverWithNull();
    }

    private Uni<Void> exchange(@Nullable Instant own) {
        List<Object> arguments = List.of(
                clock.millis(),
                self,
                own == null ? "" : own.toEpochMilli(),
                Duration.ofHours(1).toMillis());
        return redis.run(OUTAGES, List.of(KEY), arguments)
                .invoke(reply -> {
                    Map<NodeId, Instant> told = new HashMap<>();
                    for (int i = 1; i + 1 < reply.size(); i += 2) {
                        told.put(new NodeId(reply.text(i)), Instant.ofEpochMilli(reply.number(i + 1)));
                    }
                    known.keySet().removeIf(node -> !node.equals(self) && !told.containsKey(node));
                    told.forEach((node, until) -> known.merge(node, until, (a, b) -> a.isAfter(b) ? a : b));
                })
                .replaceWithVoid();
    }
}
