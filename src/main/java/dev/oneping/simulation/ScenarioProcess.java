package dev.oneping.simulation;

import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scenario in a process of its own, because virtual time is a matter of a whole process. One at a time, so that playing
 * leaves a processor to the service.
 */
@Singleton
class ScenarioProcess {

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final List<String> JAVA_OPTIONS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED");

    private final SimulationConfig config;
    private final Semaphore turn = new Semaphore(1);

    ScenarioProcess(SimulationConfig config) {
        this.config = config;
    }

    /**
     * Plays a scenario and returns its report as JSON; blocks.
     *
     * @param rules the rule file; null for the built-in rules
     * @throws Problem 404 if this service plays none, 429 while another one is played, 400 if it takes too long or breaks off
     */
    String play(String scenario, @Nullable String rules) {
        List<String> command = command()
                .orElseThrow(() -> Problem.of(
                        ProblemType.NOT_FOUND,
                        "This service plays no scenarios: set oneping.simulation.over-http=true, and run the packaged"
                                + " service; or use './oneping simulate SCENARIO.yaml'."));
        if (!turn.tryAcquire()) {
            throw Problem.of(ProblemType.LIMIT_REACHED, "Another scenario is being played; one is played at a time.")
                    .retryAfter(RETRY);
        }
        try {
            return played(command, scenario, rules);
        } catch (IOException e) {
            throw new UncheckedIOException("a scenario cannot be played", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ProblemType.UNAVAILABLE, "The service is stopping.");
        } finally {
            turn.release();
        }
    }

    private String played(List<String> command, String scenario, @Nullable String rules)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("oneping-scenario-");
        Process process = null;
        try {
            List<String> words = new ArrayList<>(command);
            words.addAll(List.of("simulate", "--json"));
            if (rules != null) {
                words.addAll(List.of("--rules", written(folder, "rules.yaml", rules)));
            }
            words.add(written(folder, "scenario.yaml", scenario));
            File report = folder.resolve("report").toFile();
            File complaints = folder.resolve("complaints").toFile();
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(folder.toFile())
                    .redirectOutput(report)
                    .redirectError(complaints);
            // The settings of this service, its secrets first of all, are none of the scenario's.
            builder.environment().keySet().removeIf(name -> name.startsWith("ONEPING_") || name.startsWith("QUARKUS_"));
            process = builder.start();
            if (!process.waitFor(config.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw refused("It took longer than " + config.timeout().toSeconds() + " s; shorten it.");
            }
            String document = Files.readString(report.toPath());
            if (!document.startsWith("{")) {
                throw refused("It broke off: " + last(complaints.toPath()));
            }
            return document;
        } finally {
            if (process != null) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            delete(folder);
        }
    }

    private static Problem refused(String detail) {
        return Problem.invalid(Violation.at("/scenario", Violation.NOT_ALLOWED, detail));
    }

    /** Returns the command that runs this service; empty if it does not run from its jar, or plays no scenarios. */
    private Optional<List<String>> command() {
        String jar = System.getProperty("java.class.path", "");
        Optional<String> java = ProcessHandle.current().info().command();
        if (!config.overHttp() || !jar.endsWith("quarkus-run.jar") || java.isEmpty()) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(List.of(java.get()));
        command.addAll(JAVA_OPTIONS);
        command.addAll(List.of("-jar", Path.of(jar).toAbsolutePath().toString()));
        return Optional.of(command);
    }

    private static String written(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** Returns the last line that is none of a stack trace. */
    private static String last(Path complaints) throws IOException {
        List<String> lines = Files.readAllLines(complaints).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("\t"))
                .toList();
        return lines.isEmpty() ? "without a reason" : lines.getLast();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
