package dev.oneping.presence.store;

import dev.oneping.change.CommitResult;
import dev.oneping.events.EventLog;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.NodeOutages;
import dev.oneping.presence.Presence;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.presence.person.Lease;
import dev.oneping.presence.person.Person;
import dev.oneping.presence.person.PersonUpdate;
import dev.oneping.presence.person.PresenceCalculator;
import dev.oneping.problem.Problem;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import dev.oneping.redis.queue.DelayQueue;
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
import org.jspecify.annotations.Nullable;

/**
 * Users and their presence in Redis: one hash for each user ({@link PersonHash}), which expires 400 days after the
 * last write, and in each shard the delay queue {@code {s}:presence} of the instants at which a presence changes by
 * the passing of time.
 */
@Singleton
public class PresenceStore {

    /** The instants at which a presence is due for review. Members are {@code tenant:user}. */
    static final DelayQueue REVIEWS = new DelayQueue("presence");

    /**
     * The instants at which availability requests for a user are checked; a presence commit brings them forward.
     * Members are {@code tenant:user}.
     */
    public static final DelayQueue AVAILABILITY_CHECKS = new DelayQueue("availabilities");

    private static final Script COMMIT = Script.load("presence/commit.lua");
    private static final Script REFRESH = Script.load("presence/refresh.lua");
    private static final Duration LIFETIME = Duration.ofDays(400);

    private final RedisPipeline redis;
    private final Shards shards;
    private final EventLog log;
    private final PersonCache cache;
    private final PresenceCalculator calculator;
    private final UserIndex index;
    private final Clock clock;

    PresenceStore(
            RedisPipeline redis,
            Shards shards,
            EventLog log,
            PersonCache cache,
            PresenceConfig config,
            NodeOutages outages,
            UserIndex index,
            Clock clock) {
        this.redis = redis;
        this.shards = shards;
        this.log = log;
        this.cache = cache;
        this.calculator = new PresenceCalculator(config, outages.view());
        this.index = index;
        this.clock = clock;
    }

    /** Returns a user's current presence; an unknown user has no devices. */
    public Uni<Presence> load(UserRef user) {
        return person(user).map(person -> calculator.presence(person, clock.instant()));
    }

    /**
     * Computes a user's presence at an instant, from a snapshot of the hash {@link Shard#user} that another script has
     * read.
     *
     * @param hash all its fields
     */
    public Presence read(UserRef user, Map<String, String> hash, Instant now) {
        return calculator.presence(cache.read(user, hash), now);
    }

    /**
     * Computes a user's presence from what this node remembers of the user, without a round trip; empty if it remembers
     * nothing, or a session seems over whose lease another node may have extended. It may be outdated: what was decided on
     * it is certain only if the user is still at {@link Presence#version} when it is stored.
     */
    public Optional<Presence> remembered(UserRef user, Instant now) {
        return cache.recall(user)
                .filter(person -> person.version() != 0
                        && person.leases().values().stream().noneMatch(lease -> lease.isOver(now)))
                .map(person -> calculator.presence(person, now));
    }

    /** Returns the session as this node remembers it; null if it does not. */
    @Nullable
    public Lease remembered(UserRef user, SessionId session) {
        return cache.recall(user).map(person -> person.leases().get(session)).orElse(null);
    }

    /** Returns a user's time zone if known, from this node's cache or else from Redis. */
    public Uni<Optional<ZoneId>> zone(UserRef user) {
        return cache.recall(user)
                .map(person -> Uni.createFrom().item(person))
                .orElseGet(() -> person(user))
                .map(Person::zone);
    }

    public Uni<Person> person(UserRef user) {
        return redis.command(Command.HGETALL, shards.of(user).user(user)).map(reply -> cache.read(user, reply.map()));
    }

    /**
     * Stores an update, if nothing has changed since it was computed.
     *
     * @throws Problem 429 if it is the first of the user, and the tenant has as many users as it may
     */
    Uni<CommitResult<Person, PersonUpdate>> commit(PersonUpdate update, Instant now) {
        return update.before().version() == 0 && !update.after().equals(update.before())
                ? index.admit(update.before().user()).chain(() -> store(update, now))
                : store(update, now);
    }

    private Uni<CommitResult<Person, PersonUpdate>> store(PersonUpdate update, Instant now) {
        Person before = update.before();
        UserRef user = before.user();
        Shard shard = shards.of(user);
        Map<String, String> seen = leases(update);
        Map<String, String> changes = PersonHash.changes(before, update.after());
        List<Object> arguments = new ArrayList<>(List.of(
                before.version(),
                now.toEpochMilli(),
                LIFETIME.toMillis(),
                update.nextReview().<Object>map(Instant::toEpochMilli).orElse(""),
                user,
                log.keep(),
                seen.size(),
                changes.size()));
        arguments.add(PresentUsers.field(user, before.aggregate()));
        arguments.add(PresentUsers.field(user, update.after().aggregate()));
        seen.forEach((field, value) -> arguments.addAll(List.of(field, value)));
        changes.forEach((field, value) -> arguments.addAll(List.of(field, value)));
        arguments.addAll(log.arguments(update.events()));
        return redis.run(
                        COMMIT,
                        List.of(
                                shard.user(user),
                                REVIEWS.key(shard),
                                log.key(shard),
                                AVAILABILITY_CHECKS.key(shard),
                                PresentUsers.key(shard)),
                        arguments)
                .map(reply -> result(update, reply));
    }

    /** Extends a lease; false if the session no longer exists. */
    public Uni<Boolean> refresh(UserRef user, SessionId session, Instant until) {
        List<Object> arguments =
                List.of(PersonHash.sessionField(session), PersonHash.leaseField(session), until.toEpochMilli());
        return redis.run(REFRESH, List.of(shards.of(user).user(user)), arguments)
                .map(reply -> switch (reply.tag()) {
                    case "ok" -> {
                        cache.extended(user, session, until);
                        yield true;
                    }
                    case "gone" -> false;
                    default -> throw new IllegalStateException("refresh.lua answered " + reply.tag());
                });
    }

    private CommitResult<Person, PersonUpdate> result(PersonUpdate update, Reply reply) {
        return switch (reply.tag()) {
            case "committed" -> {
                PersonUpdate stored = update.at(reply.number(1));
                cache.keep(stored.after());
                yield new CommitResult.Committed<>(stored);
            }
            case "conflict" ->
                new CommitResult.Conflict<>(cache.read(update.before().user(), fields(reply)));
            default -> throw new IllegalStateException("commit.lua answered " + reply.tag());
        };
    }

    /** Returns the expired leases as they were read: a refresh in the meantime is a conflict. */
    private static Map<String, String> leases(PersonUpdate update) {
        Map<String, String> seen = new LinkedHashMap<>();
        update.expired().forEach(session -> {
            Lease lease = update.before().leases().get(session);
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
}
