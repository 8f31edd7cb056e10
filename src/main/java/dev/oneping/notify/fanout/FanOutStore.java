package dev.oneping.notify.fanout;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.change.CommitResult;
import dev.oneping.delivery.store.DeliveryConfig;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import dev.oneping.redis.StoredJson;
import dev.oneping.redis.queue.DelayQueue;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Notifications for many users in Redis. Each is one hash {@code {s}:fan:<tenant>:<id>} in the shard that its id names,
 * with a timer in {@code {s}:fans}. The parts are stored in the shards of their users; there {@code {s}:fan-counts:…}
 * holds the number of parts per state and {@code {s}:fan-open:…} the open ones, both maintained by the parts' own
 * scripts, and {@code {s}:fan-nudges} the fan-outs that must be checked; {@code {s}:fan-awaited:<tenant>:<user>}
 * holds the fan-outs that wait for the user. All of it expires, at the latest when the parts do.
 */
@Singleton
class FanOutStore {

    /** The timers of fan-outs. Members are {@code tenant:id}. */
    static final DelayQueue TIMERS = new DelayQueue("fans");

    /** The fan-outs that one of their parts has notified of a change. */
    static final DelayQueue NUDGES = new DelayQueue("fan-nudges");

    private static final Duration AWAITED_FOR = Duration.ofMinutes(1);

    private static final Script CREATE = Script.load("fanout/create.lua");
    private static final Script COMMIT = Script.load("fanout/commit.lua");
    private static final Script RESCHEDULE = Script.load("fanout/reschedule.lua");
    private static final Script CLEAR = Script.load("fanout/clear.lua");

    private final RedisPipeline redis;
    private final Shards shards;
    private final DeliveryConfig bounds;
    private final StoredJson json;

    FanOutStore(RedisPipeline redis, Shards shards, DeliveryConfig bounds, ObjectMapper json) {
        this.redis = redis;
        this.shards = shards;
        this.bounds = bounds;
        this.json = new StoredJson(json);
    }

    /** Stores a new fan-out; does nothing if the id was used before. */
    Uni<Void> create(FanOut fanOut, FanOutState state, Instant due) {
        Shard shard = shards.of(fanOut.id());
        return redis.run(
                        CREATE,
                        List.of(key(fanOut.tenant(), fanOut.id()), TIMERS.key(shard)),
                        List.of(
                                json.write(fanOut),
                                json.write(state),
                                fanOut.pattern()
                                        .expiresAt()
                                        .plus(bounds.retention())
                                        .toEpochMilli(),
                                due.toEpochMilli(),
                                member(fanOut.tenant(), fanOut.id())))
                .replaceWithVoid();
    }

    Uni<Optional<Found>> find(TenantId tenant, NotificationId id) {
        return redis.command(Command.HMGET, key(tenant, id), "document", "stage", "v")
                .map(reply -> reply.isNil(0)
                        ? Optional.empty()
                        : Optional.of(new Found(
                                json.read(reply.text(0), FanOut.class),
                                json.read(reply.text(1), FanOutState.class),
                                reply.number(2))));
    }

    /**
     * Records a new state if it has not changed since.
     *
     * @param due when it is due again; null if never
     * @return what is stored now
     */
    Uni<CommitResult<Found, Found>> commit(Found at, FanOutState next, @Nullable Instant due) {
        FanOut fanOut = at.fanOut();
        return redis.run(
                        COMMIT,
                        List.of(key(fanOut.tenant(), fanOut.id()), TIMERS.key(shards.of(fanOut.id()))),
                        List.of(
                                at.version(),
                                json.write(next),
                                due == null ? "" : due.toEpochMilli(),
                                member(fanOut.tenant(), fanOut.id())))
                .map(reply -> switch (reply.tag()) {
                    case "committed" -> new CommitResult.Committed<>(new Found(fanOut, next, reply.number(1)));
                    case "conflict" -> new CommitResult.Conflict<>(null);
                    case "gone" -> new CommitResult.Gone<>();
                    default -> throw new IllegalStateException("commit.lua answered " + reply.tag());
                });
    }

    /** Sets the timer if nothing has changed; false if a concurrent change has set its own. */
    Uni<Boolean> reschedule(Found at, Instant due) {
        FanOut fanOut = at.fanOut();
        return redis.run(
                        RESCHEDULE,
                        List.of(key(fanOut.tenant(), fanOut.id()), TIMERS.key(shards.of(fanOut.id()))),
                        List.of(at.version(), due.toEpochMilli(), member(fanOut.tenant(), fanOut.id())))
                .map(reply -> reply.tag().equals("set"));
    }

    /** Removes the timer of a fan-out that no longer exists. */
    Uni<Void> forget(TenantId tenant, NotificationId id) {
        return redis.command(Command.ZREM, TIMERS.key(shards.of(id)), member(tenant, id))
                .replaceWithVoid();
    }

    /** Removes a nudge that was handled. */
    Uni<Void> rest(Shard shard, String member) {
        return redis.run(CLEAR, List.of(NUDGES.key(shard)), List.of(member)).replaceWithVoid();
    }

    /** Returns the number of parts per state. */
    Uni<Map<String, Long>> counts(FanOut fanOut) {
        return Uni.join()
                .all(shards.all().stream()
                        .map(shard -> redis.command(Command.HGETALL, part(shard, "fan-counts", fanOut)))
                        .toList())
                .andFailFast()
                .map(replies -> {
                    Map<String, Long> counts = new TreeMap<>();
                    replies.forEach(reply -> reply.map()
                            .forEach((state, number) -> counts.merge(state, Long.valueOf(number), Long::sum)));
                    counts.values().removeIf(number -> number == 0);
                    return counts;
                });
    }

    /** Returns some of the open parts of a shard. */
    Uni<List<NotificationStore.Due>> open(FanOut fanOut, Shard shard, int limit) {
        return redis.command(Command.SRANDMEMBER, part(shard, "fan-open", fanOut), limit)
                .map(reply -> reply.texts().stream().map(NotificationStore::due).toList());
    }

    /** Returns the number of open parts. */
    Uni<Long> open(FanOut fanOut) {
        return Uni.join()
                .all(shards.all().stream()
                        .map(shard -> redis.command(Command.SCARD, part(shard, "fan-open", fanOut)))
                        .toList())
                .andFailFast()
                .map(replies ->
                        replies.stream().mapToLong(reply -> reply.number()).sum());
    }

    /**
     * Records that a fan-out waits for one of these users to be reachable. The record lasts for a minute, so it is renewed
     * with each look.
     *
     * @return whether it was not recorded for some of them
     */
    Uni<Boolean> await(FanOut fanOut, List<UserId> users) {
        String member = member(fanOut.tenant(), fanOut.id());
        return Uni.join()
                .all(users.stream()
                        .map(fanOut::person)
                        .map(user -> redis.command(Command.SADD, awaited(user), member)
                                .call(() -> redis.command(Command.PEXPIRE, awaited(user), AWAITED_FOR.toMillis())))
                        .toList())
                .andFailFast()
                .map(added -> added.stream().anyMatch(reply -> reply.number() == 1));
    }

    /** Returns the fan-outs that may wait for a user to be reachable, as members of the timers. */
    Uni<List<String>> awaiting(UserRef user) {
        return redis.command(Command.SMEMBERS, awaited(user)).map(Reply::texts);
    }

    private String awaited(UserRef user) {
        return shards.of(user).key("fan-awaited", user);
    }

    static String member(TenantId tenant, NotificationId id) {
        return tenant + ":" + id;
    }

    private static String part(Shard shard, String name, FanOut fanOut) {
        return shard.key(name, fanOut.tenant(), fanOut.id());
    }

    private String key(TenantId tenant, NotificationId id) {
        return shards.of(id).key("fan", tenant, id);
    }

    /** A fan-out and its state. */
    record Found(FanOut fanOut, FanOutState state, long version) {}
}
