package dev.oneping.privacy;

import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads all keys of a Redis, and all entries of large keys, page by page. What exists during the whole scan is found, some of it
 * twice. Blocks, so it runs on virtual threads.
 */
@Singleton
class KeyScan {

    private static final int PAGE = 500;
    private static final String START = "0";

    private final RedisPipeline redis;

    KeyScan(RedisPipeline redis) {
        this.redis = redis;
    }

    /** Passes all keys that match a glob pattern, in pages. */
    void keys(String pattern, Consumer<List<PersonalKeys.Named>> onPage) {
        redis.keyOfEachServer().await().indefinitely().forEach(server -> keys(server, pattern, onPage));
    }

    private void keys(String server, String pattern, Consumer<List<PersonalKeys.Named>> onPage) {
        String cursor = START;
        do {
            Reply reply = redis.commandOn(server, Command.SCAN, cursor, "MATCH", pattern, "COUNT", PAGE)
                    .await()
                    .indefinitely();
            cursor = reply.text(0);
            List<PersonalKeys.Named> page = new ArrayList<>();
            reply.at(1).texts().forEach(key -> PersonalKeys.of(key).ifPresent(page::add));
            onPage.accept(page);
        } while (!cursor.equals(START));
    }

    /** Returns the members, or the names of the fields, of a set, sorted set or hash that match a glob pattern. */
    List<String> members(Type type, String key, String pattern) {
        List<String> members = new ArrayList<>();
        String cursor = START;
        do {
            Reply reply = ask(type.scan, key, cursor, "MATCH", pattern, "COUNT", PAGE);
            cursor = reply.text(0);
            List<String> page = reply.at(1).texts();
            for (int i = 0; i < page.size(); i += type.width) {
                members.add(page.get(i));
            }
        } while (!cursor.equals(START));
        return members;
    }

    /** Passes all entries of a stream, oldest first, in pages. */
    void entries(String stream, Consumer<List<Reply>> onPage) {
        String after = "-";
        List<Reply> page;
        do {
            page = ask(Command.XRANGE, stream, after, "+", "COUNT", PAGE).items();
            if (!page.isEmpty()) {
                after = "(" + page.getLast().text(0);
                onPage.accept(page);
            }
        } while (page.size() == PAGE);
    }

    /** Returns the type of a key; empty for a key that is gone, or has no members. */
    Optional<Type> type(String key) {
        return switch (ask(Command.TYPE, key).text()) {
            case "set" -> Optional.of(Type.SET);
            case "zset" -> Optional.of(Type.ZSET);
            case "hash" -> Optional.of(Type.HASH);
            default -> Optional.empty();
        };
    }

    /** Runs one command and waits for its reply. */
    Reply ask(Command command, Object... arguments) {
        return redis.command(command, arguments).await().indefinitely();
    }

    /** Runs several commands at once and waits for all. */
    static <T> List<T> all(List<Uni<T>> asked) {
        return asked.isEmpty()
                ? List.of()
                : Uni.join().all(asked).andFailFast().await().indefinitely();
    }

    /** Runs one command. */
    Uni<Reply> command(Command command, Object... arguments) {
        return redis.command(command, arguments);
    }

    /** A type of key with members. */
    enum Type {
        /** A set. */
        SET(Command.SSCAN, Command.SREM, 1),
        /** A sorted set. */
        ZSET(Command.ZSCAN, Command.ZREM, 2),
        /** A hash, whose fields are its members. */
        HASH(Command.HSCAN, Command.HDEL, 2);

        private final Command scan;
        private final Command remove;
        private final int width;

        Type(Command scan, Command remove, int width) {
            this.scan = scan;
            this.remove = remove;
            this.width = width;
        }

        Command remove() {
            return remove;
        }
    }
}
