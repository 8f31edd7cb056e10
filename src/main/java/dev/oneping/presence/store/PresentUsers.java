package dev.oneping.presence.store;

import dev.oneping.model.TenantId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceSummary;
import dev.oneping.presence.attention.Attention.State;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The number of users who are online, by tenant and attention, in {@code {s}:present}. The script that commits a presence
 * counts, so none has to be searched for.
 */
@Singleton
public class PresentUsers {

    private final RedisPipeline redis;
    private final Shards shards;

    PresentUsers(RedisPipeline redis, Shards shards) {
        this.redis = redis;
        this.shards = shards;
    }

    static String key(Shard shard) {
        return shard.key("present");
    }

    /** Returns the field that counts a user with that summary; empty if no device is online. */
    static String field(UserRef user, PresenceSummary summary) {
        return summary.online().isEmpty() ? "" : field(user.tenant(), summary.attention());
    }

    /** Counts a tenant's users who are online, by attention. */
    public Uni<Map<State, Long>> count(TenantId tenant) {
        List<String> fields =
                Arrays.stream(State.values()).map(state -> field(tenant, state)).toList();
        return Uni.join()
                .all(shards.all().stream()
                        .map(shard -> redis.command(Command.HMGET, arguments(shard, fields)))
                        .toList())
                .andFailFast()
                .map(PresentUsers::sum);
    }

    private static Object[] arguments(Shard shard, List<String> fields) {
        Object[] arguments = new Object[fields.size() + 1];
        arguments[0] = key(shard);
        for (int i = 0; i < fields.size(); i++) {
            arguments[i + 1] = fields.get(i);
        }
        return arguments;
    }

    private static Map<State, Long> sum(List<Reply> replies) {
        Map<State, Long> sums = new EnumMap<>(State.class);
        for (State state : State.values()) {
            long sum = 0;
            for (Reply reply : replies) {
                Reply count = reply.at(state.ordinal());
                sum += count.isNil() ? 0 : Long.parseLong(count.text());
            }
            sums.put(state, sum);
        }
        return sums;
    }

    private static String field(TenantId tenant, State state) {
        return state.name().toLowerCase(Locale.ROOT) + "/" + tenant;
    }
}
