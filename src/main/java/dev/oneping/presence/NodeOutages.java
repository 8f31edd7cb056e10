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
 * The nodes that have had a mass disconnect, known to all nodes within a second, since any of them may be the one to
 * publish a loss. Kept in one sorted set, each entry until the end of its outage.
 */
@Singleton
public class NodeOutages {

    private static final Logger LOG = Logger.getLogger(NodeOutages.class);
    private static final Script OUTAGES = Script.load("presence/outages.lua");
    private static final Duration REPUBLISHED_AFTER = Duration.ofSeconds(1);
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

    /** Returns the end of a node's outage; null if there is none, or it is over. */
    @Nullable
    Instant until(NodeId node) {
        Instant until = known.get(node);
        return until != null && clock.instant().isBefore(until) ? until : null;
    }

    /** Returns the nodes with an outage, each with its end. */
    public Map<NodeId, Instant> current() {
        Map<NodeId, Instant> current = new HashMap<>(known);
        current.values().removeIf(until -> !clock.instant().isBefore(until));
        return current;
    }

    boolean isOwn() {
        return until(self) != null;
    }

    /** Starts or extends the outage of this node: effective here at once, and elsewhere as soon as Redis has it. */
    void begin(Instant until) {
        Instant before = known.put(self, until);
        if (before != null && before.plus(REPUBLISHED_AFTER).isAfter(until)) {
            return;
        }
        exchange(until)
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("outage not published: %s", failure.getMessage()));
    }

    /** Reads the outages of other nodes. While Redis is unavailable the last known state holds. */
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
                    Map<NodeId, Instant> reported = new HashMap<>();
                    for (int i = 1; i + 1 < reply.size(); i += 2) {
                        reported.put(new NodeId(reply.text(i)), Instant.ofEpochMilli(reply.number(i + 1)));
                    }
                    known.keySet().removeIf(node -> !node.equals(self) && !reported.containsKey(node));
                    reported.forEach((node, until) -> known.merge(node, until, (a, b) -> a.isAfter(b) ? a : b));
                })
                .replaceWithVoid();
    }
}
