package dev.oneping.presence;

import dev.oneping.model.NodeId;
import dev.oneping.model.TenantId;
import dev.oneping.redis.Pulse;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import dev.oneping.redis.server.RedisUnavailable;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The tenants whose devices a node has lost in a mass disconnect, known to all nodes within a second, since any of them may be the one
 * to publish a loss. Kept in one sorted set, each entry until the end of its outage.
 */
@Singleton
public class NodeOutages {

    private static final Logger LOG = Logger.getLogger(NodeOutages.class);
    private static final Script OUTAGES = Script.load("presence/outages.lua");
    private static final Duration REPUBLISHED_AFTER = Duration.ofSeconds(1);
    private static final String KEY = "oneping:tenant-outages";

    private final RedisPipeline redis;
    private final NodeId self;
    private final Clock clock;
    private final UnaryOperator<Instant> leaseTime;
    private final Map<Outage, Instant> known = new ConcurrentHashMap<>();

    @Inject
    public NodeOutages(RedisPipeline redis, NodeId self, Clock clock, Pulse pulse) {
        this(redis, self, clock, pulse::leaseTime);
    }

    /**
     * Creates it.
     *
     * @param leaseTime maps the current time to that by which leases are judged
     */
    public NodeOutages(RedisPipeline redis, NodeId self, Clock clock, UnaryOperator<Instant> leaseTime) {
        this.redis = redis;
        this.self = self;
        this.clock = clock;
        this.leaseTime = leaseTime;
    }

    /** Returns the view that decisions about presence use. */
    public View view() {
        return new View() {
            @Override
            public @Nullable Instant until(NodeId node, TenantId tenant) {
                return NodeOutages.this.until(node, tenant);
            }

            @Override
            public Instant leaseTime(Instant now) {
                return leaseTime.apply(now);
            }
        };
    }

    /** Returns the end of a tenant's outage on a node; null if there is none, or it is over. */
    @Nullable
    Instant until(NodeId node, TenantId tenant) {
        Instant until = known.get(new Outage(node, tenant));
        return until != null && clock.instant().isBefore(until) ? until : null;
    }

    /** Returns the nodes with an outage, each with the end of its last one. */
    public Map<NodeId, Instant> current() {
        Map<NodeId, Instant> current = new HashMap<>();
        known.forEach((outage, until) -> {
            if (clock.instant().isBefore(until)) {
                current.merge(outage.node(), until, NodeOutages::later);
            }
        });
        return current;
    }

    public boolean isOwn() {
        return current().containsKey(self);
    }

    /**
     * Starts or extends the outage of a tenant on this node: effective here at once, and elsewhere as soon as Redis has
     * it.
     */
    public void begin(TenantId tenant, Instant until) {
        Instant before = known.put(new Outage(self, tenant), until);
        if (before != null && before.plus(REPUBLISHED_AFTER).isAfter(until)) {
            return;
        }
        exchange()
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("outage not published: %s", failure.getMessage()));
    }

    /** Reads the outages of other nodes. While Redis is unavailable the last known state holds. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> refresh() {
        return exchange().onFailure(RedisUnavailable.class).recoverWithNull();
    }

    private Uni<Void> exchange() {
        List<Object> arguments =
                new ArrayList<>(List.of(clock.millis(), Duration.ofHours(1).toMillis()));
        known.forEach((outage, until) -> {
            if (outage.node().equals(self) && clock.instant().isBefore(until)) {
                arguments.addAll(List.of(until.toEpochMilli(), outage.member()));
            }
        });
        return redis.run(OUTAGES, List.of(KEY), arguments)
                .invoke(reply -> {
                    Map<Outage, Instant> reported = new HashMap<>();
                    for (int i = 1; i + 1 < reply.size(); i += 2) {
                        reported.put(Outage.of(reply.text(i)), Instant.ofEpochMilli(reply.number(i + 1)));
                    }
                    known.entrySet()
                            .removeIf(each -> each.getKey().node().equals(self)
                                    ? !clock.instant().isBefore(each.getValue())
                                    : !reported.containsKey(each.getKey()));
                    reported.forEach((outage, until) -> known.merge(outage, until, NodeOutages::later));
                })
                .replaceWithVoid();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** The loss of a tenant's devices on one node. */
    private record Outage(NodeId node, TenantId tenant) {

        static Outage of(String member) {
            int slash = member.indexOf('/');
            return new Outage(new NodeId(member.substring(0, slash)), new TenantId(member.substring(slash + 1)));
        }

        String member() {
            return node + "/" + tenant;
        }
    }

    /** A view of outages: of the mass disconnects of nodes, and of Redis. */
    @FunctionalInterface
    public interface View {

        /** Returns the end of a tenant's outage on a node; null if there is none. */
        @Nullable
        Instant until(NodeId node, TenantId tenant);

        /** Returns the time by which leases are judged: an earlier one while Redis is away. */
        default Instant leaseTime(Instant now) {
            return now;
        }
    }
}
