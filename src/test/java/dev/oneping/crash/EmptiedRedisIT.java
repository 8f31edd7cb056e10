package dev.oneping.crash;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.redis.embedded.RedisProbe;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that loses all its data under a running service. */
class EmptiedRedisIT {

    private static final int STATE_LOST = 4005;

    @TempDir
    private Path folder;

    @Test
    void shouldServeAgainWithoutARestart() throws Exception {
        try (var redis = EmbeddedRedis.start(
                        Files.createDirectory(folder.resolve("redis")), RedisBinary.PATH_OR_BUNDLED);
                var operator = RedisProbe.connect(URI.create(redis.uri()), Duration.ofSeconds(10));
                var service = ServiceProcess.start(
                        redis.uri(), ServiceProcess.freePort(), folder, "-Doneping.redis.look-every=1s")) {
            ServiceApi api = new ServiceApi(service.url());
            PagerDevice.Log log = new PagerDevice.Log();
            PagerDevice phone = PagerDevice.of("phone", service.url(), api.token("ann", "phone"), log);
            HttpClient client = HttpClient.newHttpClient();
            phone.connect(client);
            awaitAnswered(api);

            DismissedDevice laptop = DismissedDevice.connect(client, service.url(), api.token("ben", "laptop"), false);
            laptop.welcome().get(1, TimeUnit.MINUTES);

            operator.ask("FLUSHALL");

            assertEquals(STATE_LOST, laptop.closed().get(2, TimeUnit.MINUTES), "sent away, to connect again");
            phone.connect(client);
            awaitAnswered(api);
            assertEquals(1, api.presence("ann").path("devices").size());
            assertEquals(List.of(), List.copyOf(log.faults));
            assertTrue(
                    Files.readString(folder.resolve("service-" + service.url().getPort() + ".log"))
                            .contains("Redis has lost all its data"));
        }
    }

    /** Notifies until the phone, which answers whatever it is shown, has answered one. */
    private static void awaitAnswered(ServiceApi api) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .until(() -> {
                    String id = api.post(
                                    "/v1/notify",
                                    "{\"to\":{\"user\":\"ann\"},\"title\":\"Hello\",\"policy\":\"urgent\"}")
                            .get("id")
                            .asText();
                    await().atMost(Duration.ofSeconds(5))
                            .until(() -> api.get("/v1/notifications/" + id)
                                    .get("state")
                                    .asText()
                                    .equals("acted"));
                    return true;
                });
    }
}
