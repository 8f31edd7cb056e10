package dev.oneping.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

/**
 * Checks whether a service is ready, now or within a time, and returns it as the exit code:
 * {@code Ready <url> <seconds> [<pid>]}; with a process, it gives up when that has ended. Used by the launcher, so that it needs nothing but a JDK.
 */
public final class Ready {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Ready() {}

    /** Runs the program; exit code 0 if the service is ready, 1 if not. */
    public static void main(String... args) throws InterruptedException {
        URI address = URI.create(args[0]).resolve("/q/health/ready");
        Instant end = Instant.now().plusSeconds(Long.parseLong(args[1]));
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            boolean ready = answers(client, address);
            while (!ready && isAlive(args) && Instant.now().isBefore(end)) {
                Thread.sleep(PAUSE);
                ready = answers(client, address);
            }
            System.exit(ready ? 0 : 1);
        }
    }

    private static boolean isAlive(String... args) {
        return args.length < 3
                || ProcessHandle.of(Long.parseLong(args[2]))
                        .filter(ProcessHandle::isAlive)
                        .isPresent();
    }

    private static boolean answers(HttpClient client, URI address) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(address).timeout(PATIENCE).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
