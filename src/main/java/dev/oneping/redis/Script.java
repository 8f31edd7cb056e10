package dev.oneping.redis;

import dev.oneping.redis.time.RedisTime;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Lua file: one atomic step of one feature. Every branch replies with a list that starts with a tag.
 *
 * <p>A line {@code -- include: path} is replaced by that file, so that scripts can share code.
 */
public final class Script {

    private static final Pattern INCLUDE = Pattern.compile("(?m)^-- include: (\\S+)$");

    private final String name;
    private final String text;
    private final String hash;

    private Script(String name, String text) {
        this.name = name;
        this.text = text;
        this.hash = sha1(text);
    }

    /**
     * Loads a script from {@code lua/} on the class path.
     *
     * @param path for example {@code delivery/commit.lua}
     */
    public static Script load(String path) {
        Matcher includes = INCLUDE.matcher(read(path));
        return new Script(
                path,
                RedisTime.prelude() + includes.replaceAll(found -> Matcher.quoteReplacement(read(found.group(1)))));
    }

    Request byHash(List<String> keys, List<?> arguments) {
        return request(Command.EVALSHA, hash, keys, arguments);
    }

    Request byText(List<String> keys, List<?> arguments) {
        return request(Command.EVAL, text, keys, arguments);
    }

    static boolean isUnknown(Throwable failure) {
        return failure.getMessage() != null && failure.getMessage().startsWith("NOSCRIPT");
    }

    /** Encodes an argument: numbers as digits, booleans as 1 and 0, all else as text. */
    static void add(Request request, Object argument) {
        switch (argument) {
            case Number number -> request.arg(number.longValue());
            case Boolean flag -> request.arg(flag ? 1 : 0);
            case byte[] bytes -> request.arg(bytes);
            default -> request.arg(argument.toString());
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private static Request request(Command command, String script, List<String> keys, List<?> arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(argument -> add(request, argument));
        return request;
    }

    private static String read(String path) {
        try (InputStream file = Script.class.getResourceAsStream("/lua/" + path)) {
            if (file == null) {
                throw new IllegalArgumentException("no Lua script " + path);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
