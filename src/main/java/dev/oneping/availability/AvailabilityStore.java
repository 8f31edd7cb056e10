package dev.oneping.availability;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.EventLog;
import dev.oneping.events.PresenceEvent;
import dev.oneping.model.AvailabilityId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import dev.oneping.redis.StoredJson;
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
 * Pending availability requests in Redis: for each user one hash {@code {s}:availability:<tenant>:<user>} with each
 * request as JSON by its id, and in {@code :n} the number of requests ever made; and in the shard's delay queue {@link
 * PresenceStore#AVAILABILITY_CHECKS} the time of the user's next check. A commit that changes the user's presence
 * brings the check forward, so no change is missed even if a node dies. One script removes a request and appends its
 * event: so each request yields exactly one event. The hash expires a day after its last request.
 */
@Singleton
class AvailabilityStore {

    private static final Script CREATE = Script.load("presence/await.lua");
    private static final Script COMPLETE = Script.load("presence/complete.lua");
    private static final Script NEXT = Script.load("presence/reschedule.lua");
    private static final String COUNTER = ":n";
    private static final Duration SLACK = Duration.ofDays(1);
    private static final Duration PERSON_LIFETIME = Duration.ofDays(400);

    private final RedisPipeline redis;
    private final Shards shards;
    private final EventLog log;
    private final StoredJson json;
    private final int most;

    AvailabilityStore(RedisPipeline redis, Shards shards, EventLog log, ObjectMapper json, AvailabilityConfig config) {
        this.redis = redis;
        this.shards = shards;
        this.log = log;
        this.json = new StoredJson(json);
        this.most = config.perUser();
    }

    /** Stores a request and schedules an immediate check; false if the user's limit is reached. */
    Uni<Boolean> create(UserRef user, PendingAvailabilityRequest request, Duration longest) {
        List<Object> arguments = List.of(
                request.id(),
                json.write(request),
                most,
                longest.plus(SLACK).toMillis(),
                user,
                request.createdAt().toEpochMilli());
        return redis.run(CREATE, List.of(key(user), due(user)), arguments).map(reply -> switch (reply.tag()) {
            case "created" -> true;
            case "full" -> false;
            default -> throw new IllegalStateException("await.lua answered " + reply.tag());
        });
    }

    /** Returns the pending requests. */
    Uni<Pending> pending(UserRef user) {
        return redis.command(Command.HGETALL, key(user)).map(reply -> {
            Map<String, String> fields = reply.map();
            String counter = fields.getOrDefault(COUNTER, "0");
            return new Pending(
                    fields.entrySet().stream()
                            .filter(field -> !field.getKey().equals(COUNTER))
                            .map(field -> json.read(field.getValue(), PendingAvailabilityRequest.class))
                            .sorted(Comparator.comparing(request -> request.id().value()))
                            .toList(),
                    counter);
        });
    }

    /** Completes a request with its event; false, without effect, if it has ended before. */
    Uni<Boolean> complete(UserRef user, AvailabilityId id, PresenceEvent event) {
        Shard shard = shards.of(user);
        List<Object> arguments = new ArrayList<>(List.of(id, user, log.keep(), PERSON_LIFETIME.toMillis()));
        arguments.addAll(log.arguments(List.of(event)));
        return redis.run(COMPLETE, List.of(key(user), shard.user(user), log.key(shard)), arguments)
                .map(reply -> switch (reply.tag()) {
                    case "completed" -> true;
                    case "gone" -> false;
                    default -> throw new IllegalStateException("complete.lua answered " + reply.tag());
                });
    }

    /** Removes a request without an event; false if there is none. */
    Uni<Boolean> remove(UserRef user, AvailabilityId id) {
        return redis.command(Command.HDEL, key(user), id).map(reply -> reply.number() > 0);
    }

    /**
     * Schedules the next check of a user; none if nothing is pending.
     *
     * @param counter the counter of the checked requests: if it has grown since, the schedule stays as it is
     * @param claimed an earlier due time was set by a change in the meantime, and stays as well
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
        return PresenceStore.AVAILABILITY_CHECKS.key(shards.of(user));
    }

    /**
     * The pending requests for one user.
     *
     * @param requests  the requests, the oldest first
     * @param counter changes with each new request
     */
    record Pending(List<PendingAvailabilityRequest> requests, String counter) {}
}
