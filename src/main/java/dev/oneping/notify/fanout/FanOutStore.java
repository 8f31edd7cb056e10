package dev.oneping.notify.fanout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.delivery.DeliveryConfig;
import dev.oneping.delivery.NotificationStore;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.redis.DelayQueue;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Notifications for many people in Redis. Each is one hash {@code {s}:fan:<tenant>:<id>} in the shard that its id names,
 * with a timer in {@code {s}:fans}. The parts lie in the shards of their people; there {@code {s}:fan-counts:…} holds how
 * many are in which state and {@code {s}:fan-open:…} which are open, both kept by the scripts of the parts themselves, and
 * {@code {s}:fan-nudges} which of the wholes want to be looked at. All of it goes when the parts do.
 */
@Singleton
class FanOutStore {

    /** When a whole wants attention. Members are {@code tenant:id}. */
    static final DelayQueue TIMERS = new DelayQueue("fans");

    /** Which wholes a part has nudged. */
    static final DelayQueue NUDGES = new DelayQueue("fan-nudges");

    private static final Script CREATE = Script.load("fanout/create.lua");
    private static final Script COMMIT = Script.load("fanout/commit.lua");
    private static final Script LOOK = Script.load("fanout/look.lua");
    private static final Script REST = Script.load("fanout/rest.lua");

    private final RedisPipeline redis;
    private final Shards shards;
    private final DeliveryConfig bounds;
    private final ObjectMapper json;

    FanOutStore(RedisPipeline redis, Shards shards, DeliveryConfig bounds, ObjectMapper json) {
        this.redis = redis;
        this.shards = shards;
        this.bounds = bounds;
        this.json = json;
    }

    /** Keeps a new one; where the id was used before, nothing happens. */
    Uni<Void> create(FanOut fanOut, FanOutState stage, Instant due) {
        Shard shard = shards.of(fanOut.id());
        return redis.run(
                        CREATE,
                        List.of(key(fanOut.tenant(), fanOut.id()), TIMERS.key(shard)),
                        List.of(
                                write(fanOut),
                                write(stage),
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
                                read(reply.text(0), FanOut.class),
                                read(reply.text(1), FanOutState.class),
                                reply.number(2))));
    }

    /**
     * Notes a new stage if nobody has come in between.
     *
     * @param due when it wants attention again; null if never
     * @return what is there now; none if somebody else was faster
     */
    Uni<Optional<Found>> commit(Found at, FanOutState next, @Nullable Instant due) {
        FanOut fanOut = at.fanOut();
        return redis.run(
                        COMMIT,
                        List.of(key(fanOut.tenant(), fanOut.id()), TIMERS.key(shards.of(fanOut.id()))),
                        List.of(
                                at.version(),
                                write(next),
                                due == null ? "" : due.toEpochMilli(),
                                member(fanOut.tenant(), fanOut.id())))
                .map(reply -> reply.tag().equals("committed")
                        ? Optional.of(new Found(fanOut, next, reply.number(1)))
                        : Optional.empty());
    }

    /** Sets the timer anew where nothing else has changed; who has changed something has set it. */
    Uni<Void> lookAgain(Found at, Instant due) {
        FanOut fanOut = at.fanOut();
        return redis.run(
                        LOOK,
                        List.of(key(fanOut.tenant(), fanOut.id()), TIMERS.key(shards.of(fanOut.id()))),
                        List.of(at.version(), due.toEpochMilli(), member(fanOut.tenant(), fanOut.id())))
                .replaceWithVoid();
    }

    /** Takes the timer away of one that is forgotten. */
    Uni<Void> forget(TenantId tenant, NotificationId id) {
        return redis.command(Command.ZREM, TIMERS.key(shards.of(id)), member(tenant, id))
                .replaceWithVoid();
    }

    /** A nudge has been seen to. */
    Uni<Void> rest(Shard shard, String member) {
        return redis.run(REST, List.of(NUDGES.key(shard)), List.of(member)).replaceWithVoid();
    }

    /** How many parts are in which state. */
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

    /** Some of the parts that are open in a shard. */
    Uni<List<NotificationStore.Due>> open(FanOut fanOut, Shard shard, int limit) {
        return redis.command(Command.SRANDMEMBER, part(shard, "fan-open", fanOut), limit)
                .map(reply -> reply.texts().stream().map(NotificationStore::due).toList());
    }

    /** How many parts are open. */
    Uni<Long> open(FanOut fanOut) {
        return Uni.join()
                .all(shards.all().stream()
                        .map(shard -> redis.command(Command.SCARD, part(shard, "fan-open", fanOut)))
                        .toList())
                .andFailFast()
                .map(replies ->
                        replies.stream().mapToLong(reply -> reply.number()).sum());
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

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own records must be writable as JSON", e);
        }
    }

    private <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what we wrote must be readable", e);
        }
    }

    /** A notification for many, and how far it has come. */
    record Found(FanOut fanOut, FanOutState stage, long version) {}
}
