package dev.oneping.presence;

import dev.oneping.model.UserRef;
import dev.oneping.presence.Presence.Seen;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * What others may see of people. It is one small field of each person's hash, written by the same commit that tells the
 * events of it, and the same is read of who is invisible as of who is offline: neither the answer nor the time it takes
 * tells them apart.
 */
@Singleton
public class VisiblePresenceStore {

    /** So many commands of one call are under way at once, for others want to be answered as well. */
    private static final int AT_ONCE = 128;

    private final RedisPipeline redis;
    private final Shards shards;

    VisiblePresenceStore(RedisPipeline redis, Shards shards) {
        this.redis = redis;
        this.shards = shards;
    }

    /** What is seen of each of these, in their order. */
    public Uni<List<Seen>> load(List<UserRef> people) {
        if (people.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return Uni.join()
                .all(people.stream().map(this::load).toList())
                .usingConcurrencyOf(AT_ONCE)
                .andFailFast();
    }

    private Uni<Seen> load(UserRef user) {
        return redis.command(Command.HGET, shards.of(user).user(user), PersonHash.PUBLISHED)
                .map(reply -> PersonHash.seen(reply.isNil() ? null : reply.text()));
    }
}
