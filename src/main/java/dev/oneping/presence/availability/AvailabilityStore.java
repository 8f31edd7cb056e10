package dev.oneping.presence.availability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.EventLog;
import dev.oneping.events.PresenceEvent;
import dev.oneping.model.AvailabilityId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceStore;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The wishes that wait, in Redis: for each person one hash {@code {s}:availability:<tenant>:<user>} with each wish as JSON by
 * its id, and in {@code :n} how many there ever were; and in the shard's due set {@link PresenceStore#LOOKS} when the person
 * is to be looked at. A commit that changes the person's presence brings that forward, so no change is overlooked however
 * a node ends. A wish is removed and its event written by one script: so there is exactly one event for each. The hash
 * expires a day after its last wish.
 */
@Singleton
class AvailabilityStore {

    private static final Script CREATE = Script.load("presence/wish.lua");
    private static final Script SETTLE = Script.load("presence/settle.lua");
    private static final Script NEXT = Script.load("presence/look.lua");
    private static final String COUNTER = ":n";
    private static final Duration SLACK = Duration.ofDays(1);
    private static final Duration PERSON_LIFETIME = Duration.ofDays(400);

    private final RedisPipeline redis;
    private final Shards shards;
    private final EventLog log;
    private final ObjectMapper json;
    private final int most;

    AvailabilityStore(RedisPipeline redis, Shards shards, EventLog log, ObjectMapper json, AvailabilityConfig config) {
        this.redis = redis;
        this.shards = shards;
        this.log = log;
        this.json = json;
        this.most = config.perUser();
    }

    /** Lets a wish wait, and has it looked at now; false if there are as many as may be. */
    Uni<Boolean> create(UserRef user, PendingAvailabilityRequest wish, Duration longest) {
        List<Object> arguments = List.of(
                wish.id(),
                write(wish),
                most,
                longest.plus(SLACK).toMillis(),
                user,
                wish.createdAt().toEpochMilli());
        return redis.run(CREATE, List.of(key(user), due(user)), arguments).map(reply -> switch (reply.tag()) {
            case "created" -> true;
            case "full" -> false;
            default -> throw new IllegalStateException("wish.lua answered " + reply.tag());
        });
    }

    /** What waits. */
    Uni<Waiting> waiting(UserRef user) {
        return redis.command(Command.HGETALL, key(user)).map(reply -> {
            Map<String, String> fields = reply.map();
            String counter = fields.getOrDefault(COUNTER, "0");
            return new Waiting(
                    fields.entrySet().stream()
                            .filter(field -> !field.getKey().equals(COUNTER))
                            .map(field -> read(field.getValue()))
                            .sorted(Comparator.comparing(wish -> wish.id().value()))
                            .toList(),
                    counter);
        });
    }

    /** Ends a wish by its event; false, and nothing happens, if it has ended before. */
    Uni<Boolean> settle(UserRef user, AvailabilityId id, PresenceEvent event) {
        Shard shard = shards.of(user);
        List<Object> arguments = new ArrayList<>(List.of(id, user, log.keep(), PERSON_LIFETIME.toMillis()));
        arguments.addAll(log.arguments(List.of(event)));
        return redis.run(SETTLE, List.of(key(user), shard.user(user), log.key(shard)), arguments)
                .map(reply -> switch (reply.tag()) {
                    case "settled" -> true;
                    case "gone" -> false;
                    default -> throw new IllegalStateException("settle.lua answered " + reply.tag());
                });
    }

    /** Takes a wish back without an event; false if there is none. */
    Uni<Boolean> remove(UserRef user, AvailabilityId id) {
        return redis.command(Command.HDEL, key(user), id).map(reply -> reply.number() > 0);
    }

    /**
     * Says when the person is to be looked at next; never where none waits.
     *
     * @param counter of the wishes that were looked at: if more have come since, it stays as they have it
     * @param claimed what is due before that instant was set by a change since, and stays as well
     * @return the branch that was taken
     */
    Uni<String> next(UserRef user, String counter, Instant at, Instant claimed) {
        return redis.run(
                        NEXT,
                        List.of(key(user), due(user)),
                        List.of(user, counter, at.toEpochMilli(), claimed.toEpochMilli()))
                .map(Reply::tag);
    }

    private String key(UserRef user) {
        return shards.of(user).key("availability", user);
    }

    private String due(UserRef user) {
        return PresenceStore.LOOKS.key(shards.of(user));
    }

    private String write(PendingAvailabilityRequest wish) {
        try {
            return json.writeValueAsString(wish);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own records must be writable as JSON", e);
        }
    }

    private PendingAvailabilityRequest read(String text) {
        try {
            return json.readValue(text, PendingAvailabilityRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what we wrote must be readable", e);
        }
    }

    /**
     * What waits for one person.
     *
     * @param wishes  the oldest first
     * @param counter changes with each that comes
     */
    record Waiting(List<PendingAvailabilityRequest> wishes, String counter) {}
}
