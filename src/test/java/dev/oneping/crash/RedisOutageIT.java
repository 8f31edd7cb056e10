package dev.oneping.crash;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.testing.RedisRig;
import io.vertx.redis.client.Command;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service on a Redis that answers, but takes no writes. */
class RedisOutageIT {

    private static final int REQUESTS = 200;

    @Test
    void shouldAnswer503UntilRedisTakesWritesAgain(@TempDir Path folder) throws Exception {
        int port = ServiceProcess.freePort();
        try (EmbeddedRedis redis = EmbeddedRedis.start(
                        Files.createDirectory(folder.resolve("redis")), RedisBinary.PATH_OR_BUNDLED);
                RedisRig operator = new RedisRig(redis.uri());
                HttpClient http = HttpClient.newHttpClient();
                ServiceProcess service = ServiceProcess.start(redis.uri(), port, folder)) {
            HttpRequest notify = HttpRequest.newBuilder(service.url().resolve("/v1/notify"))
                    .header("Authorization", "Bearer " + ServiceProcess.KEY)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"to\":{\"user\":\"ann\"},\"title\":\"Hello\"}"))
                    .build();
            assertEquals(
                    202, http.send(notify, HttpResponse.BodyHandlers.ofString()).statusCode());

            operator.redis()
                    .command(Command.create("REPLICAOF"), "127.0.0.1", "1")
                    .await()
                    .indefinitely();

            for (int i = 0; i < REQUESTS; i++) {
                HttpResponse<String> answer = http.send(notify, HttpResponse.BodyHandlers.ofString());
                assertEquals(503, answer.statusCode(), answer::body);
                assertTrue(answer.headers().firstValue("Retry-After").isPresent());
                assertTrue(answer.body().contains("unavailable"), answer::body);
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> !service.saysItIsReady());
            String log = Files.readString(folder.resolve("service-" + port + ".log"));
            long lines = log.lines()
                    .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                    .count();
            assertTrue(lines <= 3, () -> "for " + REQUESTS + " refused requests:\n" + log);

            operator.redis()
                    .command(Command.create("REPLICAOF"), "NO", "ONE")
                    .await()
                    .indefinitely();

            await().atMost(Duration.ofMinutes(1)).until(service::saysItIsReady);
            assertEquals(
                    202, http.send(notify, HttpResponse.BodyHandlers.ofString()).statusCode());
        }
    }
}
