package dev.oneping.delivery.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.change.CommitResult;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.Supersession;
import dev.oneping.delivery.life.TraceLine;
import dev.oneping.delivery.life.Transition;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.events.Event;
import dev.oneping.events.EventLog;
import dev.oneping.events.NotificationEvent;
import dev.oneping.model.DigestSummary;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Origin;
import dev.oneping.model.TenantId;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Notifications and their states in Redis. Each is one hash, {@code {s}:ntf:<tenant>:<id>}, which expires a while after
 * the notification does; the open ones of a user are listed in {@code {s}:open:<tenant>:<user>}; every open one has
 * exactly one entry in the delay queue {@code {s}:timers}.
 */
@Singleton
public class NotificationStore {

    /** The timers of open notifications. Members are {@code tenant:user:id}. */
    public static final DelayQueue TIMERS = new DelayQueue("timers");

    private static final Script ACCEPT = Script.load("delivery/accept.lua");
    private static final Script COMMIT = Script.load("delivery/commit.lua");
    private static final Script SOUND = Script.load("delivery/sound.lua");
    private static final String TRACE = "trace:";

    /** What lives longer than this part of its retention is to be kept no longer than that after its end. */
    private static final int LASTING = 4;

    private final RedisPipeline redis;
    private final Shards shards;
    private final EventLog log;
    private final DeliveryConfig config;
    private final StoredJson json;
    private final PackedNotification documents;
    private final PackedState states;
    private final PackedTraceLine lines;

    /** Uses the given Redis. */
    public NotificationStore(
            RedisPipeline redis, Shards shards, EventLog log, DeliveryConfig config, ObjectMapper json) {
        this.redis = redis;
        this.shards = shards;
        this.log = log;
        this.config = config;
        this.json = new StoredJson(json);
        this.documents = new PackedNotification(json);
        this.states = new PackedState(json);
        this.lines = new PackedTraceLine(json);
    }

    /**
     * Stores a new notification, its first timer and its first event in one atomic step, and reads the user's fields in
     * the same one.
     *
     * @param firstLook when the timer fires if the caller's process dies before it decides
     */
    public Uni<AcceptResult> accept(Notification notification, Instant firstLook) {
        State.Accepted state = State.Accepted.FRESH;
        Entry entry = entry(notification, state, firstLook);
        List<Object> arguments = entry.arguments();
        arguments.addAll(events(List.of(entry.event())));
        return redis.run(ACCEPT, entry.keys(), arguments).map(reply -> acceptance(notification, state, reply));
    }

    /** Returns the keys and arguments for the scripts that store a notification; the events follow them. */
    Entry entry(Notification notification, State.Accepted state, Instant firstLook) {
        UserRef to = notification.to();
        List<Object> arguments = new ArrayList<>(List.of(
                VersionedState.member(to, notification.id()),
                documents.write(notification),
                write(state),
                notification.createdAt().toEpochMilli(),
                firstLook.toEpochMilli(),
                notification.expiresAt().plus(config.retention()).toEpochMilli(),
                config.maxOpen(),
                log.keep(),
                to));
        arguments.addAll(List.of(
                notification.id(),
                config.listed(),
                fan(notification),
                notification.origin() instanceof Origin.Part part && part.watched(),
                isLasting(notification)));
        List<String> keys = new ArrayList<>(keys(to, notification.id()));
        keys.add(inbox(to));
        return new Entry(
                keys,
                arguments,
                new NotificationEvent.Accepted(notification.id(), notification.category(), notification.priority()));
    }

    /**
     * Returns whether a notification lives so long that it is worth two commands at its end to keep it no longer than
     * another one.
     */
    private boolean isLasting(Notification notification) {
        Duration life = Duration.between(notification.createdAt(), notification.expiresAt());
        return life.multipliedBy(LASTING).compareTo(config.retention()) > 0;
    }

    /** Parses the reply of such a script. */
    static AcceptResult acceptance(Notification notification, State.Accepted state, Reply reply) {
        return switch (reply.tag()) {
            case "accepted" ->
                new AcceptResult.Stored(
                        new VersionedState(notification.id(), notification.to(), 1, state), person(reply));
            case "exists" -> new AcceptResult.Repeated();
            case "full" -> new AcceptResult.Full(reply.number(1));
            default -> throw new IllegalStateException("accept.lua answered " + reply.tag());
        };
    }

    /**
     * Returns the arguments for the scripts that end one notification in the same step; empty values if none is ended.
     * Its events follow later.
     */
    public List<Object> ending(@Nullable Supersession supersession) {
        return supersession == null
                ? List.of("", "", "", "", "")
                : List.of(
                        supersession.before().version(),
                        write(supersession.transition().next()),
                        write(supersession.line()),
                        config.traceLines(),
                        VersionedState.member(
                                supersession.before().to(),
                                supersession.before().id()));
    }

    /** Returns the arguments with which the scripts append these events of a user. */
    public List<Object> eventArguments(UserRef user, List<? extends Event> events) {
        List<Object> arguments = new ArrayList<>(List.of(log.keep(), user));
        arguments.addAll(log.arguments(events));
        return arguments;
    }

    List<String> events(List<? extends Event> events) {
        return log.arguments(events);
    }

    /**
     * Commits a transition if the state has not changed since.
     *
     * @param line a line for the notification's trace; null for none
     */
    public Uni<CommitResult<VersionedState, VersionedState>> commit(
            VersionedState at, Transition transition, @Nullable TraceLine line) {
        List<Object> arguments = arguments(at, transition, line);
        arguments.add(config.retention().toMillis());
        arguments.addAll(log.arguments(transition.events()));
        return redis.run(COMMIT, keys(at.to(), at.id()), arguments).map(reply -> result(at, transition, reply));
    }

    /**
     * Commits a transition by which the notification sounds, and records the user's last sound in the same step.
     *
     * @param distance the least time since the sound of another notification; zero for none
     * @return empty if another notification of the user sounded less than the distance ago; nothing is changed then
     */
    public Uni<Optional<CommitResult<VersionedState, VersionedState>>> commitSound(
            VersionedState at, Transition transition, @Nullable TraceLine line, Instant now, Duration distance) {
        List<Object> arguments = arguments(at, transition, line);
        arguments.add(now.toEpochMilli());
        arguments.add(distance.toMillis());
        arguments.addAll(log.arguments(transition.events()));
        return redis.run(SOUND, keys(at.to(), at.id()), arguments)
                .map(reply ->
                        reply.tag().equals("rang") ? Optional.empty() : Optional.of(result(at, transition, reply)));
    }

    private List<Object> arguments(VersionedState at, Transition transition, @Nullable TraceLine line) {
        return new ArrayList<>(List.of(
                at.version(),
                write(transition.next()),
                line == null ? "" : write(line),
                timer(at.id(), transition),
                VersionedState.member(at.to(), at.id()),
                log.keep(),
                at.to(),
                config.traceLines()));
    }

    /** Returns when the timer of a transition fires, in milliseconds; empty if it has none. */
    static Object timer(NotificationId id, Transition transition) {
        return transition.due() == null
                ? ""
                : Jitter.of(id, transition.next(), transition.due()).toEpochMilli();
    }

    private CommitResult<VersionedState, VersionedState> result(VersionedState at, Transition transition, Reply reply) {
        return switch (reply.tag()) {
            case "committed" ->
                new CommitResult.Committed<>(new VersionedState(at.id(), at.to(), reply.number(1), transition.next()));
            case "conflict" ->
                new CommitResult.Conflict<>(
                        new VersionedState(at.id(), at.to(), reply.number(1), states.read(reply.bytes(2))));
            case "gone" -> new CommitResult.Gone<>();
            default -> throw new IllegalStateException("a commit answered " + reply.tag());
        };
    }

    /** Finds a notification by its id; empty if the tenant has none with that id. */
    public Uni<Optional<Found>> find(TenantId tenant, NotificationId id) {
        return redis.command(Command.HMGET, key(tenant, id), "v", "state", "document", "gathering")
                .map(reply ->
                        reply.isNil(0) ? Optional.empty() : Optional.of(found(notification(tenant, id, reply), reply)));
    }

    /** Returns the lines of a notification's trace, oldest first. */
    public Uni<List<TraceLine>> trace(TenantId tenant, NotificationId id) {
        return redis.command(Command.HGETALL, key(tenant, id)).map(this::trace);
    }

    private List<TraceLine> trace(Reply hash) {
        SortedMap<Long, TraceLine> trace = new TreeMap<>();
        for (int i = 0; i + 1 < hash.size(); i += 2) {
            String field = hash.text(i);
            if (field.startsWith(TRACE)) {
                trace.put(version(field), lines.read(hash.bytes(i + 1)));
            }
        }
        return List.copyOf(trace.values());
    }

    /**
     * Returns the ids of a user's notifications, newest first, ended ones included.
     *
     * @param before returns only older ones than this; null starts at the newest
     */
    public Uni<List<NotificationId>> inbox(UserRef user, @Nullable NotificationId before, int limit) {
        return redis.command(
                        Command.ZRANGE,
                        inbox(user),
                        before == null ? "+" : "(" + before,
                        "-",
                        "BYLEX",
                        "REV",
                        "LIMIT",
                        0,
                        limit)
                .map(reply -> reply.texts().stream().map(NotificationId::new).toList());
    }

    /** Returns the ids of a user's open notifications, oldest first. */
    public Uni<List<NotificationId>> open(UserRef user) {
        return redis.command(Command.ZRANGE, shards.of(user).key("open", user), 0, -1)
                .map(reply -> reply.texts().stream()
                        .map(member -> new NotificationId(member.substring(member.lastIndexOf(':') + 1)))
                        .toList());
    }

    /** Returns the number of a user's open notifications. */
    public Uni<Long> countOpen(UserRef user) {
        return redis.command(Command.ZCARD, shards.of(user).key("open", user)).map(Reply::number);
    }

    /** Removes a notification that no longer exists from the sets that still list it. */
    public Uni<Void> forget(Due due) {
        String member = VersionedState.member(due.to(), due.id());
        Shard shard = shards.of(due.to());
        return redis.command(Command.ZREM, TIMERS.key(shard), member)
                .chain(() -> redis.command(Command.ZREM, shard.key("open", due.to()), member))
                .replaceWithVoid();
    }

    /** Parses a member of {@link #TIMERS}. */
    public static Due due(String member) {
        int colon = member.lastIndexOf(':');
        return new Due(UserRef.parse(member.substring(0, colon)), new NotificationId(member.substring(colon + 1)));
    }

    /** Returns how many lines a trace has at most. */
    public int traceLines() {
        return config.traceLines();
    }

    /** Returns how long a notification is kept after its end. */
    public Duration retention() {
        return config.retention();
    }

    /** Returns the keys of a notification, the user's open set, the timers, the user and the event log. */
    public List<String> keys(UserRef to, NotificationId id) {
        Shard shard = shards.of(to);
        return List.of(key(to.tenant(), id), shard.key("open", to), TIMERS.key(shard), shard.user(to), log.key(shard));
    }

    public String key(TenantId tenant, NotificationId id) {
        return shards.of(id).key("ntf", tenant, id);
    }

    private String inbox(UserRef user) {
        return shards.of(user).key("inbox", user);
    }

    /** Returns the scripts' name for the fan-out that a notification is a part of; empty if it is none. */
    private static String fan(Notification notification) {
        return notification.origin() instanceof Origin.Part part
                ? notification.to().tenant() + ":" + part.of()
                : "";
    }

    /** The digest that it represents is known only after it was stored. */
    private Notification notification(TenantId tenant, NotificationId id, Reply reply) {
        Notification stored = documents.read(tenant, id, reply.bytes(2));
        return reply.isNil(3) ? stored : stored.asDigest(read(reply.text(3), DigestSummary.class));
    }

    private Found found(Notification notification, Reply reply) {
        State state = states.read(reply.bytes(1));
        return new Found(
                notification, new VersionedState(notification.id(), notification.to(), reply.number(0), state));
    }

    private static Map<String, String> person(Reply reply) {
        Map<String, String> person = LinkedHashMap.newLinkedHashMap(reply.size() / 2);
        for (int i = 1; i + 1 < reply.size(); i += 2) {
            person.put(reply.text(i), reply.text(i + 1));
        }
        return person;
    }

    private static long version(String traceField) {
        return Long.parseLong(traceField, TRACE.length(), traceField.length(), 10);
    }

    public byte[] write(State state) {
        return states.write(state);
    }

    public byte[] write(TraceLine line) {
        return lines.write(line);
    }

    public <T> T read(String text, Class<T> type) {
        return json.read(text, type);
    }

    /** The keys and arguments with which a notification is stored, and the event that reports it. */
    record Entry(List<String> keys, List<Object> arguments, NotificationEvent event) {}

    /** A notification and its state. */
    public record Found(Notification notification, VersionedState tracked) {}

    /** A notification whose timer is due. */
    public record Due(UserRef to, NotificationId id) {}
}
