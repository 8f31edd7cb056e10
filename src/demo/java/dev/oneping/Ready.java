package dev.oneping;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Tells the launcher whether a oneping is ready at an address: exit code 0 if it is, or becomes so in time, else 1. Java,
 * for a JDK is the one thing that the launcher may count on.
 */
final class Ready {

    private static final Duration STEP = Duration.ofMillis(200);

    private Ready() {}

    /**
     * The program's entry.
     *
     * @param arguments the service's address, and how many seconds to wait for it; 0 looks once
     */
    public static void main(String... arguments) throws InterruptedException {
        var question = HttpRequest.newBuilder(URI.create(arguments[0]).resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long end = System.nanoTime()
                + Duration.ofSeconds(Long.parseLong(arguments[1])).toNanos();
        boolean ready = answers(question);
        while (!ready && System.nanoTime() - end < 0) {
            Thread.sleep(STEP);
            ready = answers(question);
        }
        System.exit(ready ? 0 : 1);
    }

    private static boolean answers(HttpRequest question) throws InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(question, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
