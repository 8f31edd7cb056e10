package dev.oneping.privacy;

import dev.oneping.redis.RedisPipeline;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Searches the whole Redis for a text, in the names of keys and in all that they hold, without the service's table of keys. */
final class Traces {

    private static final String SEARCH = """
            local found = {}
            local function has(held)
              if type(held) == 'table' then
                for _, each in ipairs(held) do
                  if has(each) then return true end
                end
                return false
              end
              return string.find(tostring(held), ARGV[1], 1, true) ~= nil
            end
            local reads = {
              string = { 'GET' }, hash = { 'HGETALL' }, set = { 'SMEMBERS' },
              list = { 'LRANGE', 0, -1 }, zset = { 'ZRANGE', 0, -1 }, stream = { 'XRANGE', '-', '+' },
            }
            for _, key in ipairs(KEYS) do
              local read = reads[redis.call('TYPE', key).ok]
              if read and (has(key) or has(redis.call(read[1], key, unpack(read, 2)))) then
                found[#found + 1] = key
              end
            end
            return found
            """;

    private static final int AT_ONCE = 50;

    private final RedisPipeline redis;

    Traces(RedisPipeline redis) {
        this.redis = redis;
    }

    /** Returns the keys in which a text is found. */
    List<String> of(String text) {
        List<String> all = texts(Command.KEYS, List.of("*"));
        List<String> found = new ArrayList<>();
        for (int i = 0; i < all.size(); i += AT_ONCE) {
            List<String> some = all.subList(i, Math.min(all.size(), i + AT_ONCE));
            List<Object> arguments = new ArrayList<>(List.of(SEARCH, some.size()));
            arguments.addAll(some);
            arguments.add(text);
            found.addAll(texts(Command.EVAL, arguments));
        }
        return found.stream().sorted().toList();
    }

    /** Returns these keys with all that they hold. */
    Map<String, String> contents(List<String> keys) {
        Map<String, String> contents = new TreeMap<>();
        keys.forEach(key -> contents.put(key, read(key)));
        return contents;
    }

    private String read(String key) {
        return switch (redis.command(Command.TYPE, key).await().indefinitely().text()) {
            case "string" ->
                redis.command(Command.GET, key).await().indefinitely().text();
            case "hash" -> texts(Command.HGETALL, List.of(key)).toString();
            case "set" ->
                texts(Command.SMEMBERS, List.of(key)).stream().sorted().toList().toString();
            case "zset" -> texts(Command.ZRANGE, List.of(key, 0, -1)).toString();
            case "list" -> texts(Command.LRANGE, List.of(key, 0, -1)).toString();
            default -> "";
        };
    }

    private List<String> texts(Command command, List<?> arguments) {
        return redis.command(command, arguments.toArray())
                .await()
                .indefinitely()
                .texts();
    }
}
