package dev.oneping.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.testing.HttpDevice;
import dev.oneping.testing.SseLines;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service is stopped by SIGTERM while devices of every kind are connected: each is told to reconnect, unresponsive
 * ones delay no others, readiness fails before the first one is disconnected, and the process ends in time.
 */
class StoppedServiceIT {

    private static final Duration DRAIN = Duration.ofSeconds(6);

    /** Ends a test of a service that never ends; a starved machine needs some of it. */
    private static final Duration REST = Duration.ofMinutes(1);

    private static final int SOCKETS = 300;
    private static final int OTHERS = 20;
    private static final int SHUTDOWN = 4001;
    private static final int ENDED_BY_SIGTERM = 143;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void shouldDisconnectAllDevicesAndStopInTime(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectory(folder.resolve("redis"));
        try (EmbeddedRedis redis = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED);
                ServiceProcess service = ServiceProcess.start(
                        redis.uri(),
                        ServiceProcess.freePort(),
                        folder,
                        "-Doneping.connection.drain=" + DRAIN.toSeconds() + "s");
                ExecutorService listeners = Executors.newVirtualThreadPerTaskExecutor()) {
            List<DismissedDevice> sockets = connect(service.url());
            List<CompletableFuture<String>> streams = new ArrayList<>();
            List<CompletableFuture<String>> polls = new ArrayList<>();
            for (int i = 0; i < OTHERS; i++) {
                streams.add(CompletableFuture.supplyAsync(listening(service.url(), "s" + i), listeners));
                polls.add(waiting(service.url(), "p" + i));
            }

            service.terminate();

            CompletableFuture.anyOf(
                            sockets.stream().map(DismissedDevice::closed).toArray(CompletableFuture[]::new))
                    .join();
            assertFalse(service.saysItIsReady(), "nobody may be led here when the first device was sent away");
            OptionalInt exit = service.awaitExit(DRAIN.plus(REST));
            assertEquals(OptionalInt.of(ENDED_BY_SIGTERM), exit, () -> "log: " + log(folder, service));
            for (DismissedDevice device : sockets) {
                assertEquals(SHUTDOWN, device.closed().join());
                assertTrue(device.pause() >= 0 && device.pause() < 30_000, "told when to come back");
            }
            streams.forEach(end -> assertTrue(end.join().contains("\"code\":4001"), end::join));
            polls.forEach(end -> {
                assertTrue(end.join().contains("\"reconnect_after_ms\":"), end::join);
                assertTrue(end.join().contains("\"code\":4001"), end::join);
            });
        }
    }

    /** Every tenth does not answer when it is told to go. */
    private List<DismissedDevice> connect(URI service) throws Exception {
        List<DismissedDevice> devices = new ArrayList<>();
        for (int i = 0; i < SOCKETS; i++) {
            devices.add(DismissedDevice.connect(client, service, token(service, "w" + i), i % 10 == 0));
        }
        for (DismissedDevice device : devices) {
            device.welcome().join();
        }
        return devices;
    }

    private Supplier<String> listening(URI service, String user) throws Exception {
        HttpDevice device = new HttpDevice(service.toString(), token(service, user));
        device.hello("laptop");
        SseLines events = new SseLines(device.stream(null).body());
        return () -> {
            try (events) {
                SseLines.Event event = events.next();
                while (event != null && !event.name().equals("close")) {
                    event = events.next();
                }
                return event == null ? "cut off" : event.data();
            }
        };
    }

    /** A poll that waits is answered by the last frame and the end; somebody who has just been answered may find nobody. */
    private CompletableFuture<String> waiting(URI service, String user) throws Exception {
        HttpDevice device = new HttpDevice(service.toString(), token(service, user));
        device.hello("laptop");
        return device.pollMeanwhile(0, 55).thenApply(HttpResponse::body);
    }

    private String token(URI service, String user) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/v1/tokens"))
                .header("Authorization", "Bearer " + ServiceProcess.KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"user\":\"" + user + "\",\"device\":\"laptop\"}"))
                .build();
        return HttpDevice.read(client.send(request, BodyHandlers.ofString()))
                .path("token")
                .asText();
    }

    private static String log(Path folder, ServiceProcess service) {
        try {
            return Files.readString(folder.resolve("service-" + service.url().getPort() + ".log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
