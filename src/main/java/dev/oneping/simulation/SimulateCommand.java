package dev.oneping.simulation;

import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.redis.embedded.RedisStartException;
import dev.oneping.redis.time.Time;
import dev.oneping.rules.file.RuleFiles;
import dev.oneping.rules.file.source.RuleFileException;
import dev.oneping.simulation.scenario.Scenario;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The {@code simulate} command: starts the service itself in this process, with virtual time, on a Redis of its own in a
 * temporary folder. The standard output belongs to the simulation; logs go to the error stream.
 *
 * <p>Exit codes: 0 for success, 1 if an expectation failed or a file is invalid, 2 for invalid arguments.
 */
public final class SimulateCommand {

    /** The name of the command. */
    public static final String NAME = "simulate";

    private static final int BUFFER = 1 << 16;

    /**
     * The settings of a simulation. One event loop, so that its order is the only order; one shard, since there is one
     * node. Connections are in memory and cannot die unnoticed, so heartbeats are rare. Nothing but the input limits its
     * rate: within an instant of virtual time any number of things may happen.
     */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("quarkus.profile", "local"),
            Map.entry("quarkus.http.host", "127.0.0.1"),
            Map.entry("quarkus.http.port", "0"),
            Map.entry("quarkus.log.console.stderr", "true"),
            Map.entry("quarkus.log.level", "WARN"),
            Map.entry("quarkus.scheduler.enabled", "false"),
            Map.entry("quarkus.vertx.event-loops-pool-size", "1"),
            Map.entry("oneping.redis.connections", "1"),
            Map.entry("oneping.redis.shards", "1"),
            Map.entry("oneping.redis.timeout", "60s"),
            Map.entry("oneping.presence.heartbeat", "6h"),
            Map.entry("oneping.presence.lease", "13h"),
            Map.entry("oneping.connection.frames-per-second", "1000000"),
            Map.entry("oneping.connection.frame-burst", "1000000"),
            Map.entry("oneping.auth.requests-per-second", "1000000"),
            Map.entry("oneping.auth.request-burst", "10000000"),
            // Fixed, so that the same input has the same output; it protects nothing.
            Map.entry("oneping.auth.token-secret", "a-simulation-has-no-secrets-to-keep"),
            Map.entry("mutiny.disableCallBackDecorators", "true"));

    private SimulateCommand() {}

    /** Runs the command, and exits. */
    public static void main(String... arguments) {
        OutputStream standard = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER);
        System.setOut(System.err);
        try {
            SimulateOptions options = SimulateOptions.of(arguments);
            options.rules().ifPresent(RuleFiles::load);
            start(options, work(options, standard));
        } catch (IllegalArgumentException e) {
            System.err.println("oneping: " + e.getMessage());
            System.err.print(SimulateOptions.HELP);
            System.exit(2);
        } catch (RuleFileException | RedisStartException | UncheckedIOException e) {
            System.err.println("oneping: " + e.getMessage());
            System.exit(1);
        }
    }

    private static Work work(SimulateOptions options, OutputStream out) {
        if (options.stdio()) {
            return simulation -> simulation.run(System.in, out, options);
        }
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Scenario scenario = scenario(options.scenarios().getFirst());
        return simulation -> simulation.play(scenario, print, options);
    }

    private static Scenario scenario(Path file) {
        try {
            return Scenario.read(file);
        } catch (IllegalArgumentException e) {
            throw new UncheckedIOException(e.getMessage(), new IOException(e));
        } catch (IOException e) {
            throw new UncheckedIOException("The scenario " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void start(SimulateOptions options, Work work) {
        SETTINGS.forEach(System::setProperty);
        options.rules()
                .ifPresent(file -> System.setProperty(
                        "oneping.notify.rules", file.toAbsolutePath().toString()));
        Path folder = folder();
        EmbeddedRedis redis = EmbeddedRedis.start(folder, RedisBinary.PATH_OR_BUNDLED);
        System.setProperty("quarkus.redis.hosts", redis.uri());
        System.setProperty("oneping.data", folder.toString());
        Time.simulate(new SimulationClock());
        Application.work = () -> {
            int code = work.with(Arc.container().instance(Simulation.class).get());
            redis.close();
            delete(folder);
            // There is nobody to say goodbye to: an orderly shutdown would first close the connections, in real time.
            Runtime.getRuntime().halt(code);
            return code;
        };
        Quarkus.run(Application.class, (code, failure) -> {
            redis.close();
            delete(folder);
            System.exit(1);
        });
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("oneping-simulation-");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder can be created: " + e.getMessage(), e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("oneping: " + folder + " could not be deleted: " + e.getMessage());
        }
    }

    /** The task of a started simulation; returns the exit code. */
    @FunctionalInterface
    private interface Work {
        int with(Simulation simulation) throws Exception;
    }

    /** Runs within the started service. */
    public static final class Application implements QuarkusApplication {

        private static Callable<Integer> work = () -> 1;

        @Override
        public int run(String... ignored) throws Exception {
            return work.call();
        }
    }
}
