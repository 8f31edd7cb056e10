package dev.oneping.redis.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import redis.embedded.core.ExecutableProvider;

/** The source of the {@code redis-server} program. */
public enum RedisBinary {

    /** The program on the {@code PATH}; if there is none, the bundled one. */
    PATH_OR_BUNDLED {
        @Override
        Path locate(Path folder) {
            return onPath(System.getenv("PATH")).orElseGet(() -> BUNDLED.locate(folder));
        }
    },

    /** The program of the {@code embedded-redis} library, unpacked into the data folder: Redis 6.2. */
    BUNDLED {
        @Override
        Path locate(Path folder) {
            try {
                return ExecutableProvider.newJarResourceProvider(folder.toFile())
                        .get()
                        .toPath();
            } catch (IOException | RuntimeException e) {
                throw new RedisStartException(
                        "There is no redis-server on the PATH and none is bundled for this machine: "
                                + "install Redis, or set QUARKUS_REDIS_HOSTS to the address of a running one.",
                        e);
            }
        }
    };

    /**
     * Locates the program's file.
     *
     * @param folder an existing folder to unpack into
     * @throws RedisStartException if there is no program for this machine
     */
    abstract Path locate(Path folder);

    private static final Pattern VERSION = Pattern.compile("v=(\\d{1,4})\\.");

    static Optional<Path> onPath(String path) {
        return Arrays.stream(path.split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Returns the major version that the program reports: 6 for 6.2.11. */
    static int majorVersion(Path program) throws IOException {
        var process = new ProcessBuilder(program.toString(), "--version").start();
        var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var found = VERSION.matcher(answer);
        if (!found.find()) {
            throw new IOException(program + " --version did not print its version.");
        }
        return Integer.parseInt(found.group(1));
    }
}
