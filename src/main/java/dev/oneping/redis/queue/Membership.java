package dev.oneping.redis.queue;

import dev.oneping.model.NodeId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.server.RedisUnavailable;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Membership of nodes and ownership of shards. Each node sends a heartbeat with an expiry every two seconds; each shard
 * belongs to the live node with the highest hash of both names (rendezvous hashing), so that a node that joins or
 * leaves moves only its own share. For a moment two nodes may consider themselves the owner of the same shard: all work
 * on a shard must tolerate that.
 */
@Singleton
public class Membership {

    /** The time after its last heartbeat at which a node counts as dead. */
    public static final Duration LEASE = Duration.ofSeconds(8);

    private static final Script HEARTBEAT = Script.load("redis/heartbeat.lua");
    private static final String KEY = "oneping:nodes";

    private final RedisPipeline redis;
    private final NodeId self;
    private volatile List<String> living;

    /** Creates the membership of this node alone, until the first heartbeat. */
    public Membership(RedisPipeline redis, NodeId self) {
        this.redis = redis;
        this.self = self;
        this.living = List.of(self.value());
    }

    /** Sends this node's heartbeat and reads the live nodes. While Redis is unavailable, the last list is kept. */
    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> heartbeat() {
        return redis.run(HEARTBEAT, List.of(KEY), List.of(self, LEASE.toMillis()))
                .invoke(reply -> living = reply.texts().subList(1, reply.size()))
                .onFailure(RedisUnavailable.class)
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Returns whether this node currently owns the shard. */
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

    /** Returns whether a node has sent a heartbeat within the lease. */
    public boolean lives(NodeId node) {
        return living.contains(node.value());
    }

    /** Returns the ids of the nodes that have sent a heartbeat within the lease. */
    public List<String> living() {
        return List.copyOf(living);
    }

    /** Returns whether no other node has been heard of. */
    public boolean isAlone() {
        return living.size() <= 1;
    }

    /** Returns the number of other live nodes. */
    public int others() {
        return Math.max(0, living.size() - 1);
    }

    void leave(@Observes ShutdownEvent ignored) {
        redis.command(Command.ZREM, KEY, self).subscribe().with(done -> {}, failure -> {});
    }

    /** Returns a well-mixed hash of both names: the finalizer of SplitMix64. */
    private static long weight(String node, Shard shard) {
        long mixed = node.hashCode() * 0x9E3779B97F4A7C15L + shard.number();
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
