package dev.oneping.redis.time;

import io.vertx.redis.client.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The time of Redis in a simulation. Redis reads the machine's clock where a command names none: {@code TIME}, the ids of
 * stream entries, every expiry. In a simulation each script is preceded by {@code simulation/prelude.lua}, which replaces
 * exactly these commands, and such a command outside of a script is run through one. So no script and no caller knows.
 */
public final class RedisTime {

    /** The commands that depend on the clock of Redis. */
    private static final Set<Command> TIMED = Set.of(
            Command.TIME,
            Command.SET,
            Command.DEL,
            Command.UNLINK,
            Command.EXPIRE,
            Command.PEXPIRE,
            Command.EXPIREAT,
            Command.PEXPIREAT,
            Command.PERSIST,
            Command.TTL,
            Command.PTTL,
            Command.XADD);

    private RedisTime() {}

    /** Returns the text that precedes every script: nothing in a service. */
    public static String prelude() {
        return Time.isVirtual() ? read() + "\n" : "";
    }

    /** Returns whether a command has to be run through a script, since it depends on the clock of Redis. */
    public static boolean isTimed(Command command) {
        return Time.isVirtual() && TIMED.contains(command);
    }

    private static String read() {
        try (InputStream file = RedisTime.class.getResourceAsStream("/lua/simulation/prelude.lua")) {
            if (file == null) {
                throw new IllegalStateException("no prelude");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
