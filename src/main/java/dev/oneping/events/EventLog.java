package dev.oneping.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import dev.oneping.redis.StoredJson;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The append-only log of events, one stream for each shard. The Lua scripts that change state append the
 * corresponding events in the same step, with {@code events/append.lua}, so that history cannot disagree with state.
 * This class encodes events for these scripts, and reads the log.
 */
@Singleton
public class EventLog {

    private static final Script APPEND = Script.load("events/append_event.lua");

    private final RedisPipeline redis;
    private final Shards shards;
    private final EventConfig config;
    private final StoredJson json;
    private final Clock clock;

    /** Creates a log on that Redis. */
    public EventLog(RedisPipeline redis, Shards shards, EventConfig config, ObjectMapper json, Clock clock) {
        this.redis = redis;
        this.shards = shards;
        this.config = config;
        this.json = new StoredJson(json);
        this.clock = clock;
    }

    /** The key of a shard's log. */
    public String key(Shard shard) {
        return shard.key("events");
    }

    /** The approximate maximum length that a script trims the log to. */
    public int keep() {
        return config.keep();
    }

    /** Encodes events as arguments of {@code append_events}: type and data alternating. */
    public List<String> arguments(List<? extends Event> events) {
        List<String> arguments = new ArrayList<>(events.size() * 2);
        for (Event event : events) {
            arguments.add(event.type());
            arguments.add(json.write(event));
        }
        return arguments;
    }

    /**
     * Appends an event about a tenant's resource that is not a user, such as a subscription.
     *
     * @param resource the subject
     * @param counter  the key of a hash in that shard, whose field {@code v} is the version; its owner bounds its
     *     lifetime
     */
    public Uni<Void> append(Shard shard, String counter, UserRef resource, Event event) {
        List<Object> arguments = new ArrayList<>(List.of(resource, keep()));
        arguments.addAll(arguments(List.of(event)));
        return redis.run(APPEND, List.of(counter, key(shard)), arguments).replaceWithVoid();
    }

    /**
     * Reads a shard's log.
     *
     * @param after the last position read, {@code millis-sequence}; {@code 0-0} to start at the oldest
     * @param limit the maximum number of events
     */
    public Uni<List<Positioned>> read(Shard shard, String after, int limit) {
        return redis.command(Command.XRANGE, key(shard), "(" + after, "+", "COUNT", limit)
                .map(reply ->
                        reply.items().stream().map(entry -> read(shard, entry)).toList());
    }

    /**
     * Reads the logs of several shards by one command; on a Redis Cluster by one for each slot.
     *
     * @param after the last position read in each shard, in the form of {@link #read(Shard, String, int)}
     * @param limit the maximum number of events of each shard
     * @return the events of the shards that have any
     */
    public Uni<Map<Shard, List<Positioned>>> read(Map<Shard, String> after, int limit) {
        List<List<Shard>> groups = redis.groups(List.copyOf(after.keySet()), this::key);
        if (groups.size() == 1) {
            return readTogether(after, limit);
        }
        return Multi.createFrom()
                .iterable(groups)
                .onItem()
                .transformToUniAndMerge(group -> {
                    Map<Shard, String> some = new HashMap<>(after);
                    some.keySet().retainAll(group);
                    return readTogether(some, limit);
                })
                .collect()
                .in(HashMap::new, Map::putAll);
    }

    private Uni<Map<Shard, List<Positioned>>> readTogether(Map<Shard, String> after, int limit) {
        Map<String, Shard> keys = LinkedHashMap.newLinkedHashMap(after.size());
        List<Object> arguments = new ArrayList<>(List.of("COUNT", limit, "STREAMS"));
        after.keySet().forEach(shard -> keys.put(key(shard), shard));
        arguments.addAll(keys.keySet());
        arguments.addAll(after.values());
        return redis.command(Command.XREAD, arguments.toArray()).map(streams -> {
            Map<Shard, List<Positioned>> events = HashMap.newHashMap(streams.size());
            for (Reply stream : streams.items()) {
                Shard shard = Objects.requireNonNull(keys.get(stream.text(0)));
                events.put(
                        shard,
                        stream.at(1).items().stream()
                                .map(entry -> read(shard, entry))
                                .toList());
            }
            return events;
        });
    }

    /**
     * Reads a shard's log backwards, the newest event first.
     *
     * @param newest the position to begin with, {@code millis-sequence}; {@code +} for the newest entry; excluded with a
     *     parenthesis before it
     * @param oldest the position to end with
     * @param limit the maximum number of events
     */
    Uni<List<LoggedEvent>> readBackwards(Shard shard, String newest, String oldest, int limit) {
        return redis.command(Command.XREVRANGE, key(shard), newest, oldest, "COUNT", limit)
                .map(reply -> reply.items().stream()
                        .map(entry -> read(shard, entry).event())
                        .toList());
    }

    /** Returns whether the event exists in this log. */
    public Uni<Boolean> contains(EventId event) {
        if (!shards.all().contains(event.shard())) {
            return Uni.createFrom().item(false);
        }
        return redis.command(Command.XRANGE, key(event.shard()), event.position(), event.position())
                .map(reply -> reply.size() == 1);
    }

    /** Returns the oldest position of a shard's log. */
    public Uni<Oldest> oldest(Shard shard) {
        return Uni.combine()
                .all()
                .unis(
                        redis.command(Command.XRANGE, key(shard), "-", "+", "COUNT", 1),
                        redis.command(Command.XLEN, key(shard)))
                .asTuple()
                .map(both -> new Oldest(
                        both.getItem1().size() == 0
                                ? "0-0"
                                : both.getItem1().at(0).text(0),
                        both.getItem2().number() >= config.keep()));
    }

    /** Decodes a stream entry from its position and fields, regardless of the command that read it. */
    public static LoggedEvent decode(Shard shard, String position, Map<String, String> fields) {
        int dash = position.indexOf('-');
        long millis = Long.parseLong(position, 0, dash, 10);
        long sequence = Long.parseLong(position, dash + 1, position.length(), 10);
        return new LoggedEvent(
                EventId.of(shard, millis, sequence),
                field(fields, "type"),
                UserRef.parse(field(fields, "user")),
                Long.parseLong(field(fields, "version")),
                Instant.ofEpochMilli(millis),
                field(fields, "data"));
    }

    @Scheduled(every = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forgetOld() {
        long oldest = clock.instant().minus(config.retention()).toEpochMilli();
        return Uni.join()
                .all(shards.all().stream()
                        .map(shard -> redis.command(Command.XTRIM, key(shard), "MINID", "~", oldest))
                        .toList())
                .andCollectFailures()
                .replaceWithVoid();
    }

    private Positioned read(Shard shard, Reply entry) {
        String position = entry.text(0);
        return new Positioned(position, decode(shard, position, entry.at(1).map()));
    }

    private static String field(Map<String, String> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }

    /**
     * An event and its position in the log.
     *
     * @param position {@code millis-sequence} in its shard's stream
     * @param event    the event
     */
    public record Positioned(String position, LoggedEvent event) {}

    /**
     * The oldest entry of a shard's log.
     *
     * @param position {@code millis-sequence}; {@code 0-0} if the log is empty
     * @param isFull   whether the log has reached its maximum length, so that earlier events may have been deleted
     */
    public record Oldest(String position, boolean isFull) {}
}
