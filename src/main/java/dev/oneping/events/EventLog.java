package dev.oneping.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The append-only log of events, one stream for each shard. Events are appended by the scripts that make the change they
 * tell of, with {@code events/append.lua}, so that history cannot disagree with state; here they are put in words for
 * these scripts, and read.
 */
@Singleton
public class EventLog {

    private static final Script TELL = Script.load("events/tell.lua");

    private final RedisPipeline redis;
    private final Shards shards;
    private final EventConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    /** On that Redis. */
    public EventLog(RedisPipeline redis, Shards shards, EventConfig config, ObjectMapper json, Clock clock) {
        this.redis = redis;
        this.shards = shards;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /** The key of a shard's log. */
    public String key(Shard shard) {
        return shard.key("events");
    }

    /** About how many events a script shall leave in the log. */
    public int keep() {
        return config.keep();
    }

    /** The events as {@code append_events} takes them: type and data in turn. */
    public List<String> arguments(List<? extends Event> events) {
        List<String> arguments = new ArrayList<>(events.size() * 2);
        for (Event event : events) {
            arguments.add(event.type());
            arguments.add(encode(event));
        }
        return arguments;
    }

    /**
     * Appends an event of a thing of a tenant that is no person, such as a subscription.
     *
     * @param thing   the subject
     * @param counter the key of a hash in that shard, whose field {@code v} is the version; who owns it says how it is bounded
     */
    public Uni<Void> tell(Shard shard, String counter, UserRef thing, Event event) {
        List<Object> arguments = new ArrayList<>(List.of(thing, keep()));
        arguments.addAll(arguments(List.of(event)));
        return redis.run(TELL, List.of(counter, key(shard)), arguments).replaceWithVoid();
    }

    /**
     * Reads a shard's log.
     *
     * @param after the position read last, {@code millis-sequence}; {@code 0-0} for the beginning
     * @param limit how many at the most
     */
    public Uni<List<Positioned>> read(Shard shard, String after, int limit) {
        return redis.command(Command.XRANGE, key(shard), "(" + after, "+", "COUNT", limit)
                .map(reply ->
                        reply.items().stream().map(entry -> read(shard, entry)).toList());
    }

    /** Whether an event is in this log, and not only a text in the form of its id. */
    public Uni<Boolean> holds(EventId event) {
        if (!shards.all().contains(event.shard())) {
            return Uni.createFrom().item(false);
        }
        return redis.command(Command.XRANGE, key(event.shard()), event.position(), event.position())
                .map(reply -> reply.size() == 1);
    }

    /** Where a shard's log begins. */
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

    /** Reads one entry of a stream, wherever it was read: its position and its fields. */
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

    private String encode(Event event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event must be writable as JSON", e);
        }
    }

    /**
     * An event and where it stands.
     *
     * @param position {@code millis-sequence} in its shard's stream
     * @param event    the event
     */
    public record Positioned(String position, LoggedEvent event) {}

    /**
     * The first entry that a shard's log still has.
     *
     * @param position {@code millis-sequence}; {@code 0-0} where there is none
     * @param isFull   whether the log has as many as it keeps, so that earlier ones may have been forgotten
     */
    public record Oldest(String position, boolean isFull) {}
}
