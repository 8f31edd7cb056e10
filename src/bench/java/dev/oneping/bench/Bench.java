package dev.oneping.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Measures the service at {@code ONEPING_URL} with the API key {@code ONEPING_KEY}, from outside, and ends by itself: with 0,
 * or with 1 and a sentence if something failed, or with 2 if it was called wrongly.
 */
public final class Bench {

    private static final String DEFAULT_URL = "http://127.0.0.1:8080";

    private final Options options;
    private final BenchReport report = new BenchReport();

    private Bench(Options options) {
        this.options = options;
    }

    /** The program's entry. */
    public static void main(String... words) throws InterruptedException, IOException {
        if (List.of(words).contains("--help")) {
            System.out.println(Options.HELP);
            return;
        }
        try {
            System.exit(new Bench(Options.parse(words)).run() ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println("oneping bench: " + e.getMessage());
            System.exit(2);
        } catch (IllegalStateException e) {
            System.err.println("oneping bench: " + e.getMessage());
            System.exit(1);
        }
    }

    private static Service service(Map<String, String> environment) {
        String key = environment.getOrDefault("ONEPING_KEY", "");
        if (key.isEmpty()) {
            throw new IllegalArgumentException("It needs an API key: set ONEPING_KEY, or use ./oneping bench.");
        }
        return new Service(URI.create(environment.getOrDefault("ONEPING_URL", DEFAULT_URL)), key);
    }

    private boolean run() throws InterruptedException, IOException {
        return switch (options.mode()) {
            case LOAD -> new Load(options, report).measure(service(System.getenv()));
            case FLOOR -> new Load(options, report).compare(service(System.getenv()));
            case IDLE -> new Idle(options, report).measure(service(System.getenv()));
            case TIMERS -> new Timers(options, report).measure();
            case WEBHOOKS -> new Webhooks(options, report).measure(service(System.getenv()));
            case ISOLATION -> new Isolation(options, report).measure(service(System.getenv()));
            case PEERS ->
                new Peers(
                                options,
                                report,
                                Path.of(System.getProperty("oneping.bench.home", "."))
                                        .toAbsolutePath())
                        .measure();
        };
    }
}
