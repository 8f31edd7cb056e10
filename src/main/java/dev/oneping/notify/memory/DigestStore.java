package dev.oneping.notify.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.model.Gathering;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import dev.oneping.rules.Digest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * What waits to be shown as one, in Redis: a hash {@code {s}:digest:<tenant>:<user>:<key>} with the notification that stands
 * for all, until when it waits, and when the last one came. It expires when its window and look-back are over.
 */
@Singleton
public class DigestStore {

    private static final Script GATHER = Script.load("notify/gather.lua");

    private final RedisPipeline redis;
    private final Shards shards;
    private final ObjectMapper json;

    /** On that Redis. */
    public DigestStore(RedisPipeline redis, Shards shards, ObjectMapper json) {
        this.redis = redis;
        this.shards = shards;
        this.json = json;
    }

    /**
     * What became of the wish to gather.
     *
     * @param notification the same, standing for all that wait; or alone
     * @param before       the one that stood for them until now, and is to be ended; none where it is the first
     */
    public record Gathered(Notification notification, Optional<NotificationId> before) {}

    /** Gathers a notification that is already stored: so what it takes the place of is never lost. */
    public Uni<Gathered> gather(Notification fresh, Digest.Wish wish) {
        Shard shard = shards.of(fresh.to());
        String notification = shards.of(fresh.id()).key("ntf", fresh.to().tenant(), fresh.id());
        String digest = shard.key("digest", fresh.to(), wish.rule() + ":" + wish.key());
        return redis.run(
                        GATHER,
                        List.of(notification, digest),
                        List.of(
                                fresh.id(),
                                fresh.content().title(),
                                wish.rule(),
                                fresh.createdAt().toEpochMilli(),
                                wish.window().toMillis(),
                                wish.lookBack().toMillis(),
                                wish.urgent(),
                                Gathering.MOST_TITLES))
                .map(reply -> reply.tag().equals("alone")
                        ? new Gathered(fresh, Optional.empty())
                        : new Gathered(fresh.standingFor(gathering(reply.text(1))), before(reply.text(2))));
    }

    private static Optional<NotificationId> before(String id) {
        return id.isEmpty() ? Optional.empty() : Optional.of(new NotificationId(id));
    }

    private Gathering gathering(String text) {
        try {
            return json.readValue(text, Gathering.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what our script wrote must be readable", e);
        }
    }
}
