package dev.oneping.notify.memory;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import dev.oneping.redis.StoredJson;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.fact.History;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Users' histories in Redis: one hash {@code {s}:memory:<tenant>:<user>} with the last interruptions in {@code history}
 * and their version in {@code v}; for each hour of the day and device a {@link AckTally} in {@code <hour>:<device>};
 * and in {@code last:<device>} the time of the user's last answer there. It expires three months after the last
 * addition, and has at most {@link #MOST_FIELDS} fields.
 */
@Singleton
public class UserHistoryStore {

    static final int MOST_FIELDS = 1000;
    private static final Duration KEPT = Duration.ofDays(90);
    private static final Script SPEND = Script.load("notify/spend.lua");
    private static final Script LEARN = Script.load("notify/learn.lua");
    private static final String LAST = "last:";
    private static final int AT_ONCE = 50;
    private static final int CACHED = 20_000;
    /** Habits change slowly, so a minute's delay does not matter. */
    private static final Duration CACHED_FOR = Duration.ofMinutes(1);

    private final RedisPipeline redis;
    private final Shards shards;
    private final StoredJson json;
    private final Clock clock;
    private final Cache<UserRef, Recalled> habits;

    /** Uses the given Redis. */
    public UserHistoryStore(RedisPipeline redis, Shards shards, ObjectMapper json, Clock clock) {
        this.redis = redis;
        this.shards = shards;
        this.json = new StoredJson(json);
        this.clock = clock;
        this.habits = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(() -> clock.millis() * 1_000_000)
                .maximumSize(CACHED)
                .expireAfterWrite(CACHED_FOR)
                .build();
    }

    /** Returns the parts of the history that the rules need. If they need none, there is no round trip. */
    public Uni<UserHistory> recall(UserRef user, Set<DeviceId> devices, @Nullable ZoneId zone, RuleSet rules) {
        boolean learned = rules.needsAckStatistics();
        if (!learned && !rules.needsHistory()) {
            return Uni.createFrom().item(UserHistory.NONE);
        }
        Instant now = clock.instant();
        int hour = hour(now, zone);
        if (rules.needsHistory()) {
            return read(user, learned ? devices : Set.of(), hour, now);
        }
        Recalled known = habits.getIfPresent(user);
        if (known != null && known.hour() == hour && known.devices().containsAll(devices)) {
            return Uni.createFrom().item(known.memory());
        }
        return read(user, devices, hour, now)
                .invoke(memory -> habits.put(user, new Recalled(hour, Set.copyOf(devices), memory)));
    }

    /**
     * Adds an interruption if none was added since.
     *
     * @param known the history of the decision
     * @return whether it was added; if not, the limit may be exceeded and the decision must be made again
     */
    public Uni<Boolean> spend(UserRef user, UserHistory known, History.Interruption more) {
        return redis.run(
                        SPEND,
                        List.of(key(user)),
                        List.of(known.version(), json.write(known.history().and(more)), KEPT.toMillis()))
                .map(reply -> reply.tag().equals("spent"));
    }

    /** Records observations. Each script call gets few of them, because a script blocks Redis. */
    Uni<Void> learn(Map<AckOccasion, AckCount> seen) {
        Map<Shard, List<Map.Entry<AckOccasion, AckCount>>> byShard = seen.entrySet().stream()
                .collect(Collectors.groupingBy(
                        lesson -> shards.of(lesson.getKey().user())));
        return Multi.createFrom()
                .iterable(byShard.values())
                .flatMap(lessons ->
                        Multi.createFrom().iterable(lessons).group().intoLists().of(AT_ONCE))
                .onItem()
                .transformToUniAndConcatenate(this::count)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Reply> count(List<Map.Entry<AckOccasion, AckCount>> lessons) {
        List<String> keys = new ArrayList<>(lessons.size());
        List<Object> arguments =
                new ArrayList<>(List.of(clock.millis(), AckTally.HALF_LIFE.toMillis(), KEPT.toMillis(), MOST_FIELDS));
        lessons.forEach(lesson -> {
            AckOccasion on = lesson.getKey();
            AckCount count = lesson.getValue();
            keys.add(key(on.user()));
            arguments.add(on.hour() + ":" + on.device());
            arguments.add(count.answered() > 0 ? LAST + on.device() : "");
            arguments.add(count.asked());
            arguments.add(count.answered());
        });
        return redis.run(LEARN, keys, arguments);
    }

    /** Returns the current occasion for a device of a user in that zone; in UTC if the zone is unknown. */
    AckOccasion occasion(UserRef user, DeviceId device, @Nullable ZoneId zone) {
        return new AckOccasion(user, device, hour(clock.instant(), zone));
    }

    private Uni<UserHistory> read(UserRef user, Set<DeviceId> devices, int hour, Instant now) {
        List<DeviceId> asked = List.copyOf(devices);
        List<Object> fields = new ArrayList<>(List.of(key(user), "v", "history"));
        asked.forEach(device -> {
            fields.add(hour + ":" + device);
            fields.add(LAST + device);
        });
        return redis.command(Command.HMGET, fields.toArray()).map(reply -> memory(reply, asked, now));
    }

    private UserHistory memory(Reply reply, List<DeviceId> devices, Instant now) {
        Map<DeviceId, UserHistory.Habit> known = new HashMap<>();
        for (int i = 0; i < devices.size(); i++) {
            int tally = 2 + 2 * i;
            Double chance = reply.isNil(tally)
                    ? null
                    : AckTally.parse(reply.text(tally)).chance(now);
            Instant last = reply.isNil(tally + 1) ? null : Instant.ofEpochMilli(reply.number(tally + 1));
            known.put(devices.get(i), new UserHistory.Habit(last, chance));
        }
        return new UserHistory(
                reply.isNil(0) ? 0 : reply.number(0),
                reply.isNil(1) ? History.NONE : json.read(reply.text(1), History.class),
                known);
    }

    private static int hour(Instant now, @Nullable ZoneId zone) {
        return now.atZone(zone == null ? ZoneOffset.UTC : zone).getHour();
    }

    private String key(UserRef user) {
        return shards.of(user).key("memory", user);
    }

    private record Recalled(int hour, Set<DeviceId> devices, UserHistory memory) {}
}
