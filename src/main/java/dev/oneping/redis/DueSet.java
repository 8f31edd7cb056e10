package dev.oneping.redis;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sorted set of things to do at a time, one key for each shard. Entries are set and removed by the scripts of the
 * feature that owns them; here they are only claimed. A claim puts the entry off by a lease, so work is done at least
 * once however a node ends. Two claimers at once do no harm where the work itself is decided by compare-and-set.
 *
 * @param name the key's name within the shard, for example {@code timers}
 */
public record DueSet(String name) {

    private static final Script CLAIM = Script.load("redis/claim.lua");

    /** The key of this set in a shard. */
    public String key(Shard shard) {
        return shard.key(name);
    }

    /** Takes at most {@code limit} entries that are due. */
    Uni<Claimed> claim(RedisPipeline redis, Shard shard, Instant now, Duration lease, int limit) {
        return redis.run(CLAIM, List.of(key(shard)), List.of(now.toEpochMilli(), lease.toMillis(), limit))
                .map(reply -> new Claimed(
                        reply.number(1) < 0 ? null : Instant.ofEpochMilli(reply.number(1)),
                        reply.texts().subList(2, reply.size())));
    }

    /**
     * What one claim took.
     *
     * @param next    when the set wants attention again, or null if it is empty
     * @param members the entries taken
     */
    record Claimed(@Nullable Instant next, List<String> members) {}
}
