package dev.oneping.redis;

import dev.oneping.model.NodeId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Which nodes live, and by that which shards this node looks after. Each node writes its name with an expiry every two
 * seconds; each shard belongs to the living node with the highest hash of both names (rendezvous hashing), so that a
 * node which comes or goes moves only its own share. For a moment two nodes may believe in the same shard: whatever is
 * done for a shard must bear that.
 */
@Singleton
public class Membership {

    /** How long after its last word a node counts as dead. */
    public static final Duration LEASE = Duration.ofSeconds(8);

    private static final Script HEARTBEAT = Script.load("redis/heartbeat.lua");
    private static final String KEY = "oneping:nodes";

    private final RedisPipeline redis;
    private final NodeId self;
    private volatile List<String> living;

    /** Alone, until others are heard of. */
    public Membership(RedisPipeline redis, NodeId self) {
        this.redis = redis;
        this.self = self;
        this.living = List.of(self.value());
    }

    /** Says that this node lives and learns who else does. While Redis is away the last list holds. */
    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> heartbeat() {
        return redis.run(HEARTBEAT, List.of(KEY), List.of(self, LEASE.toMillis()))
                .invoke(reply -> living = reply.texts().subList(1, reply.size()))
                .onFailure(RedisUnavailable.class)
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Whether this node looks after the shard at the moment. */
    public boolean owns(Shard shard) {
        String owner = self.value();
        long heaviest = Long.MIN_VALUE;
        for (String node : living) {
            long weight = weight(node, shard);
            if (weight > heaviest) {
                owner = node;
                heaviest = weight;
            }
        }
        return owner.equals(self.value());
    }

    /** Whether a node has said within the lease that it lives. */
    public boolean lives(NodeId node) {
        return living.contains(node.value());
    }

    void leave(@Observes ShutdownEvent ignored) {
        redis.command(Command.ZREM, KEY, self).subscribe().with(done -> {}, failure -> {});
    }

    /** A well-mixed hash of both names: the finaliser of SplitMix64. */
    private static long weight(String node, Shard shard) {
        long mixed = node.hashCode() * 0x9E3779B97F4A7C15L + shard.number();
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
