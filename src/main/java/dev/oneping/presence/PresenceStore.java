package dev.oneping.presence;

import dev.oneping.events.EventLog;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.DelayQueue;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * People and their presence in Redis: one hash for each person ({@link PersonHash}), which is forgotten when nothing was
 * written for 400 days, and in each shard the due set {@code {s}:presence} of the instants at which somebody's presence
 * changes by itself.
 */
@Singleton
public class PresenceStore {

    /** The instants at which presence wants to be reviewed. Members are {@code tenant:user}. */
    static final DelayQueue REVIEWS = new DelayQueue("presence");

    /** When people whom somebody waits for are to be looked at; a commit brings it forward. Members are {@code tenant:user}. */
    public static final DelayQueue LOOKS = new DelayQueue("availabilities");

    private static final Script COMMIT = Script.load("presence/commit.lua");
    private static final Script REFRESH = Script.load("presence/refresh.lua");
    private static final Duration LIFETIME = Duration.ofDays(400);

    private final RedisPipeline redis;
    private final Shards shards;
    private final EventLog log;
    private final PersonCache memory;
    private final PresenceCalculator fold;
    private final Clock clock;

    PresenceStore(
            RedisPipeline redis,
            Shards shards,
            EventLog log,
            PersonCache memory,
            PresenceConfig config,
            NodeOutages outages,
            Clock clock) {
        this.redis = redis;
        this.shards = shards;
        this.log = log;
        this.memory = memory;
        this.fold = new PresenceCalculator(config, outages::until);
        this.clock = clock;
    }

    /** Somebody's presence now. Of a person never heard of, there is one with no devices. */
    public Uni<Presence> load(UserRef user) {
        return person(user).map(person -> fold.presence(person, clock.instant()));
    }

    /**
     * Somebody's presence at an instant, from a snapshot of the hash {@link Shard#user} that another script has read.
     *
     * @param hash all its fields
     */
    public Presence read(UserRef user, Map<String, String> hash, Instant now) {
        return fold.presence(memory.read(user, hash), now);
    }

    /** The zone that a person lives in, as far as it is known; by what this node remembers, and only else by Redis. */
    public Uni<Optional<ZoneId>> zone(UserRef user) {
        return memory.recall(user)
                .map(person -> Uni.createFrom().item(person))
                .orElseGet(() -> person(user))
                .map(Person::zone);
    }

    Uni<Person> person(UserRef user) {
        return redis.command(Command.HGETALL, shards.of(user).user(user)).map(reply -> memory.read(user, reply.map()));
    }

    /** Stores a transition, if nothing has changed since it was worked out. */
    Uni<Commit> commit(PersonUpdate transition, Instant now) {
        Person before = transition.before();
        UserRef user = before.user();
        Shard shard = shards.of(user);
        Map<String, String> seen = leases(transition);
        Map<String, String> changes = PersonHash.changes(before, transition.after());
        List<Object> arguments = new ArrayList<>(List.of(
                before.version(),
                now.toEpochMilli(),
                LIFETIME.toMillis(),
                transition.nextReview().<Object>map(Instant::toEpochMilli).orElse(""),
                user,
                log.keep(),
                seen.size(),
                changes.size()));
        seen.forEach((field, value) -> arguments.addAll(List.of(field, value)));
        changes.forEach((field, value) -> arguments.addAll(List.of(field, value)));
        arguments.addAll(log.arguments(transition.events()));
        return redis.run(
                        COMMIT,
                        List.of(shard.user(user), REVIEWS.key(shard), log.key(shard), LOOKS.key(shard)),
                        arguments)
                .map(reply -> result(transition, reply));
    }

    /** Extends a lease; false if there is no such session any more. */
    Uni<Boolean> refresh(UserRef user, SessionId session, Instant until) {
        List<Object> arguments =
                List.of(PersonHash.sessionField(session), PersonHash.leaseField(session), until.toEpochMilli());
        return redis.run(REFRESH, List.of(shards.of(user).user(user)), arguments)
                .map(reply -> switch (reply.tag()) {
                    case "ok" -> {
                        memory.extended(user, session, until);
                        yield true;
                    }
                    case "gone" -> false;
                    default -> throw new IllegalStateException("refresh.lua answered " + reply.tag());
                });
    }

    private Commit result(PersonUpdate transition, Reply reply) {
        return switch (reply.tag()) {
            case "committed" -> {
                Person stored = transition.after().at(reply.number(1));
                memory.keep(stored);
                yield new Commit.Made(stored);
            }
            case "conflict" ->
                new Commit.Conflict(memory.read(transition.before().user(), fields(reply)));
            default -> throw new IllegalStateException("commit.lua answered " + reply.tag());
        };
    }

    /** The leases that a transition takes for over, as they were seen: a refresh in the meantime is a conflict. */
    private static Map<String, String> leases(PersonUpdate transition) {
        Map<String, String> seen = new LinkedHashMap<>();
        transition.expired().forEach(session -> {
            Lease lease = transition.before().leases().get(session);
            if (lease != null) {
                seen.put(
                        PersonHash.leaseField(session),
                        Long.toString(lease.endsAt().toEpochMilli()));
            }
        });
        return seen;
    }

    private static Map<String, String> fields(Reply conflict) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 1; i + 1 < conflict.size(); i += 2) {
            fields.put(conflict.text(i), conflict.text(i + 1));
        }
        return fields;
    }

    /** What became of a transition. */
    sealed interface Commit {

        /** It is stored. */
        record Made(Person person) implements Commit {}

        /** Another one came first; these are the facts now. */
        record Conflict(Person person) implements Commit {}
    }
}
