package dev.oneping.presence.store;

import dev.oneping.model.UserRef;
import dev.oneping.presence.Presence.Seen;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The presence that other users may see. It is one small field of each user's hash, written by the commit that appends
 * its events. Invisible and offline users are read alike: neither the answer nor the time it takes distinguishes them.
 */
@Singleton
public class VisiblePresenceStore {

    /** The number of concurrent commands of one call, so that other calls are served as well. */
    private static final int AT_ONCE = 128;

    private final RedisPipeline redis;
    private final Shards shards;

    VisiblePresenceStore(RedisPipeline redis, Shards shards) {
        this.redis = redis;
        this.shards = shards;
    }

    /** Returns what is seen of each of these users, in their order. */
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
