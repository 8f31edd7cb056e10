package dev.oneping.redis;

import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.server.KeySlot;
import dev.oneping.redis.server.RedisConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.IntStream;

/** Maps users to shards. The number of shards is written into Redis at the first start and never changes. */
@Singleton
public class Shards {

    /** The key of the number of shards: the first one that is written. */
    public static final String COUNT_KEY = "oneping:shards";

    private final RedisPipeline redis;
    private final int count;

    /** Creates the mapping with the configured number of shards. */
    public Shards(RedisPipeline redis, RedisConfig config) {
        this.redis = redis;
        this.count = config.shards();
    }

    /** Returns the shard of a user by CRC-16/XMODEM of {@code tenant:user}, the hash of Redis Cluster's slots. */
    public Shard of(UserRef user) {
        return new Shard(KeySlot.crc16(user.toString()) % count);
    }

    /** Returns the shard that an id names. An id from a system with more shards maps to keys that do not exist. */
    public Shard of(NotificationId id) {
        return new Shard(id.shard());
    }

    /** Returns all shards. */
    public List<Shard> all() {
        return IntStream.range(0, count).mapToObj(Shard::new).toList();
    }

    /**
     * Compares the configured number with the one that this Redis was first used with.
     *
     * @throws IllegalStateException if they differ, naming both and the setting
     */
    public void check() {
        redis.command(Command.SETNX, COUNT_KEY, count).await().indefinitely();
        long known =
                redis.command(Command.GET, COUNT_KEY).await().indefinitely().number();
        if (known != count) {
            throw new IllegalStateException("oneping.redis.shards is " + count + ", but this Redis was first used with "
                    + known + ": set oneping.redis.shards=" + known + " or use another Redis");
        }
    }

    /** Writes the number again if it is missing, and returns whether it was: then the Redis has been emptied. */
    public Uni<Boolean> restore() {
        return redis.command(Command.SETNX, COUNT_KEY, count).map(reply -> reply.number() == 1);
    }
}
