package dev.oneping.redis.queue;

import dev.oneping.model.NodeId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.server.RedisUnavailable;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A delay queue: a sorted set of members by due time, one key per shard. The scripts of the feature that owns it add
 * and remove members; here they are only claimed, by the one node that holds the shard's lease. A claim postpones the
 * member, so work is done at least once however a node ends. A node that was paused for longer than its lease finds
 * another owner with a higher fencing token, and claims nothing; its earlier claims are decided by compare-and-set, so
 * they do no harm.
 *
 * @param name the key's name within the shard, for example {@code timers}
 */
public record DelayQueue(String name) {

    /** The duration of a shard's lease, renewed by each claim. Longer than any usual pause of a process. */
    static final Duration OWNERSHIP = Duration.ofSeconds(5);

    private static final Script FIRSTS = Script.load("redis/firsts.lua");
    private static final Script CLAIM = Script.load("redis/claim.lua");
    private static final Script RELEASE = Script.load("redis/release.lua");

    /** Returns the key of this queue in a shard. */
    public String key(Shard shard) {
        return shard.key(name);
    }

    /** Reads the due time of the first member in each of the shards, without the empty ones. Claims nothing. */
    Uni<Map<Shard, Instant>> firsts(RedisPipeline redis, List<Shard> shards) {
        List<List<Shard>> groups = redis.groups(shards, this::key);
        if (groups.size() == 1) {
            return firstsOf(redis, groups.getFirst());
        }
        // Shards on a node that does not serve must not stop the others.
        return Multi.createFrom()
                .iterable(groups)
                .onItem()
                .transformToUniAndMerge(group ->
                        firstsOf(redis, group).onFailure(RedisUnavailable.class).recoverWithItem(Map.of()))
                .collect()
                .in(HashMap::new, Map::putAll);
    }

    private Uni<Map<Shard, Instant>> firstsOf(RedisPipeline redis, List<Shard> shards) {
        return redis.run(FIRSTS, shards.stream().map(this::key).toList(), List.of())
                .map(reply -> {
                    Map<Shard, Instant> firsts = new HashMap<>();
                    for (int place = 1; place < reply.size(); place += 2) {
                        Shard shard = shards.get((int) reply.number(place) - 1);
                        firsts.put(shard, Instant.ofEpochMilli(reply.number(place + 1)));
                    }
                    return firsts;
                });
    }

    /** Claims at most {@code limit} due members, if this node holds the shard's lease or no node does. */
    Uni<Claim> claim(RedisPipeline redis, NodeId self, Shard shard, Instant now, Duration again, int limit) {
        List<Object> arguments = List.of(now.toEpochMilli(), again.toMillis(), limit, self, OWNERSHIP.toMillis());
        return redis.run(CLAIM, List.of(key(shard), owner(shard)), arguments).map(reply -> switch (reply.tag()) {
            case "claimed" ->
                new Claim.Taken(
                        reply.number(1),
                        reply.number(2) < 0 ? null : Instant.ofEpochMilli(reply.number(2)),
                        reply.texts().subList(3, reply.size()));
            case "foreign" -> new Claim.Foreign(reply.number(1), Duration.ofMillis(reply.number(2)));
            default -> throw new IllegalStateException("unexpected reply of claim.lua: " + reply.tag());
        });
    }

    /** Releases the shard's lease for another node. */
    Uni<Void> release(RedisPipeline redis, NodeId self, Shard shard) {
        return redis.run(RELEASE, List.of(owner(shard)), List.of(self)).replaceWithVoid();
    }

    private String owner(Shard shard) {
        return shard.key("owner", name);
    }

    /** The result of a claim. */
    sealed interface Claim {

        /**
         * This node holds the shard's lease.
         *
         * @param fence   the fencing token, incremented with each change of the owner
         * @param next    the next due time, or null if the queue is empty
         * @param members the claimed members
         */
        record Taken(long fence, @Nullable Instant next, List<String> members) implements Claim {}

        /** Another node holds the lease, at least for the given time. */
        record Foreign(long fence, Duration left) implements Claim {}
    }
}
