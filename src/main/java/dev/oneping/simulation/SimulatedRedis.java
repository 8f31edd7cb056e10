package dev.oneping.simulation;

import dev.oneping.events.EventLog;
import dev.oneping.events.LoggedEvent;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The simulation's own Redis: moves its time, and reads what has changed. Its time is a key that the prelude of every
 * script reads, see {@link dev.oneping.redis.time.RedisTime}. Confined to the event loop of the simulation.
 */
@Singleton
class SimulatedRedis {

    private static final Script MOVE = Script.load("simulation/move.lua");
    private static final Script SETTLE = Script.load("simulation/settle.lua");
    private static final List<String> TIME = List.of("oneping:simulation:now", "oneping:simulation:expiries");

    private final RedisPipeline redis;
    private final List<Shard> shards;
    private final List<String> logs;
    private final List<String> positions = new ArrayList<>();

    SimulatedRedis(RedisPipeline redis, Shards shards, EventLog log) {
        this.redis = redis;
        this.shards = shards.all();
        this.logs = this.shards.stream().map(log::key).toList();
        logs.forEach(ignored -> positions.add("0-0"));
    }

    /** Turns off the append-only file, which would cost time and serve nobody. */
    Uni<Void> forgetful() {
        return redis.command(Command.CONFIG, "SET", "appendonly", "no").replaceWithVoid();
    }

    /** Moves the time. Commands that are sent afterwards see it, since they use the same connection. */
    Uni<Void> move(long millis) {
        return redis.run(MOVE, TIME, List.of(millis)).replaceWithVoid();
    }

    /** Reads the events since the last call, and the first due time of each of these queues. */
    Uni<Changes> settle(Set<String> queues) {
        List<String> keys = new ArrayList<>(logs);
        keys.addAll(queues);
        return redis.run(SETTLE, keys, positions).map(reply -> {
            List<Entry> entries = new ArrayList<>();
            for (int log = 0; log < logs.size(); log++) {
                for (Reply entry : reply.at(1).at(log).items()) {
                    Map<String, String> fields = entry.at(1).map();
                    positions.set(log, entry.text(0));
                    entries.add(
                            new Entry(logs.get(log), fields, EventLog.decode(shards.get(log), entry.text(0), fields)));
                }
            }
            Map<String, Long> dues = new HashMap<>();
            for (int place = logs.size(); place < keys.size(); place++) {
                double due = Double.parseDouble(reply.at(2).text(place - logs.size()));
                if (due >= 0) {
                    dues.put(keys.get(place), (long) due);
                }
            }
            return new Changes(entries, dues);
        });
    }

    /** An entry of a log. */
    record Entry(String log, Map<String, String> fields, LoggedEvent event) {}

    /** The changes since the last call: new entries, in their order, and the first due time of each queue that has a member. */
    record Changes(List<Entry> entries, Map<String, Long> dues) {
        Changes {
            entries = List.copyOf(entries);
            dues = Map.copyOf(dues);
        }
    }
}
