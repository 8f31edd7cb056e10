package dev.oneping.redis.embedded;

import java.nio.file.Path;

/** A program that serves a Redis until it is killed, for tests that kill it. */
final class EmbeddedRedisTestJvm {

    private EmbeddedRedisTestJvm() {}

    public static void main(String... folder) throws InterruptedException {
        try (var redis = EmbeddedRedis.start(Path.of(folder[0]), RedisBinary.PATH_OR_BUNDLED)) {
            System.out.println(redis.uri() + " serves");
            Thread.currentThread().join();
        }
    }
}
