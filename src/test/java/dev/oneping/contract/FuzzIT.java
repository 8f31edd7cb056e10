package dev.oneping.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.crash.ServiceProcess;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tens of thousands of broken requests to every operation of the contract. The packaged service answers each with a
 * documented kind of refusal: never with a 5xx (503 only where the contract allows it), never slowly by its own measure,
 * and with no line in its log. {@code -Doneping.fuzz.seed=N} repeats a run, {@code -Doneping.fuzz.requests=N} sets its
 * length.
 */
class FuzzIT {

    private static final long SEED = Long.getLong("oneping.fuzz.seed", System.nanoTime());
    private static final int REQUESTS = Integer.getInteger("oneping.fuzz.requests", 30_000);
    private static final int AT_ONCE = 32;
    private static final int SHOWN = 10;
    private static final double SLOWEST_SECONDS = 5;
    private static final Pattern MAX_SECONDS =
            Pattern.compile("(?m)^http_server_requests_seconds_max\\{([^}]*)} ([0-9.eE+-]+)$");

    private final Map<Integer, AtomicInteger> statuses = new TreeMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    @Test
    void shouldAnswerBrokenRequestsWithoutErrorsDelayAndLogLines(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectory(folder.resolve("redis"));
        int port = ServiceProcess.freePort();
        long start = System.nanoTime();
        try (EmbeddedRedis redis = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED);
                // What is asked of a scenario is checked all the same, but none is played, which takes seconds.
                ServiceProcess service =
                        ServiceProcess.start(redis.uri(), port, folder, "-Doneping.simulation.over-http=false");
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            Path log = folder.resolve("service-" + port + ".log");
            long linesBefore = lines(log);

            fuzz(client, new Fuzz(SEED, service.url(), ServiceProcess.KEY));

            long more = lines(log) - linesBefore;
            System.out.printf(
                    "fuzz: seed %d, %d requests in %d s, answers %s, %d log lines%n",
                    SEED, REQUESTS, Duration.ofNanos(System.nanoTime() - start).toSeconds(), statuses, more);
            assertAll(
                    () -> assertEquals(List.of(), faults.stream().limit(SHOWN).toList(), () -> "seed " + SEED),
                    () -> assertTrue(more < REQUESTS / 100, () -> more + " log lines, seed " + SEED),
                    () -> assertEquals(List.of(), slow(client, service), () -> "seed " + SEED));
        }
    }

    private void fuzz(HttpClient client, Fuzz fuzz) throws InterruptedException {
        Semaphore free = new Semaphore(AT_ONCE);
        List<CompletableFuture<?>> running = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            Fuzz.Broken broken = fuzz.next();
            free.acquire();
            running.add(
                    client.sendAsync(broken.request(), BodyHandlers.ofString()).handle((answer, failure) -> {
                        free.release();
                        judge(broken, answer, failure);
                        return null;
                    }));
            running.removeIf(CompletableFuture::isDone);
        }
        CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
    }

    private synchronized void judge(Fuzz.Broken broken, HttpResponse<String> answer, Throwable failure) {
        if (failure != null) {
            faults.add(broken + ": " + failure);
            return;
        }
        int status = answer.statusCode();
        statuses.computeIfAbsent(status, ignored -> new AtomicInteger()).incrementAndGet();
        boolean allowed = status < 500
                || (status == 503 && broken.operation().node().path("responses").has("503"));
        if (!allowed) {
            faults.add(broken + ": " + status + " " + answer.body());
        }
    }

    /** Returns what took longer than allowed, as the service itself measured it. */
    private static List<String> slow(HttpClient client, ServiceProcess service) throws Exception {
        String metrics = client.send(
                        HttpRequest.newBuilder(service.url().resolve("/q/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        Matcher found = MAX_SECONDS.matcher(metrics);
        return found.results()
                .filter(line -> Double.parseDouble(line.group(2)) > SLOWEST_SECONDS)
                .map(line -> line.group())
                .toList();
    }

    private static long lines(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.count();
        }
    }
}
