package dev.oneping.redis;

import dev.oneping.model.NodeId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sorted set of things to do at a time, one key for each shard. Entries are set and removed by the scripts of the
 * feature that owns them; here they are only claimed, by the one node that holds the shard's lease. A claim puts the entry
 * off by a while, so work is done at least once however a node ends. A node that was stopped for longer than its lease finds
 * another owner under a higher fence, and takes nothing; what it had taken before is decided by compare-and-set, so that it
 * does no harm.
 *
 * @param name the key's name within the shard, for example {@code timers}
 */
public record DelayQueue(String name) {

    /** How long a shard stays with a node that has stopped to claim. Longer than any usual pause of a process. */
    static final Duration OWNERSHIP = Duration.ofSeconds(5);

    private static final Script FIRSTS = Script.load("redis/firsts.lua");
    private static final Script CLAIM = Script.load("redis/claim.lua");
    private static final Script RELEASE = Script.load("redis/release.lua");

    /** The key of this set in a shard. */
    public String key(Shard shard) {
        return shard.key(name);
    }

    /** When the first entry of each of the shards is due, without those that have none. Takes nothing. */
    Uni<Map<Shard, Instant>> firsts(RedisPipeline redis, List<Shard> shards) {
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

    /** Takes at most {@code limit} entries that are due, if the shard is this node's or nobody's. */
    Uni<Claim> claim(RedisPipeline redis, NodeId self, Shard shard, Instant now, Duration again, int limit) {
        List<Object> arguments = List.of(now.toEpochMilli(), again.toMillis(), limit, self, OWNERSHIP.toMillis());
        return redis.run(CLAIM, List.of(key(shard), owner(shard)), arguments).map(reply -> switch (reply.tag()) {
            case "claimed" ->
                new Claim.Taken(
                        reply.number(1),
                        reply.number(2) < 0 ? null : Instant.ofEpochMilli(reply.number(2)),
                        reply.texts().subList(3, reply.size()));
            case "foreign" -> new Claim.Foreign(reply.number(1), Duration.ofMillis(reply.number(2)));
            default -> throw new IllegalStateException("claim.lua answered " + reply.tag());
        });
    }

    /** Gives the shard up, for another node is to look after it. */
    Uni<Void> release(RedisPipeline redis, NodeId self, Shard shard) {
        return redis.run(RELEASE, List.of(owner(shard)), List.of(self)).replaceWithVoid();
    }

    private String owner(Shard shard) {
        return shard.key("owner", name);
    }

    /** What became of a claim. */
    sealed interface Claim {

        /**
         * The shard is this node's.
         *
         * @param fence   grows with each change of the owner
         * @param next    when the set wants attention again, or null if it is empty
         * @param members the entries taken
         */
        record Taken(long fence, @Nullable Instant next, List<String> members) implements Claim {}

        /** Another node has it, for that long at least. */
        record Foreign(long fence, Duration left) implements Claim {}
    }
}
