package dev.oneping.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The scenarios of {@code rules/scenarios}, each played by the packaged simulation. */
class ScenariosIT {

    private static final Path SCENARIOS = Path.of("rules/scenarios");

    @Test
    void shouldMeetTheExpectationsOfEveryScenario() throws Exception {
        List<Path> scenarios;
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            scenarios = files.sorted().toList();
        }
        for (Path scenario : scenarios) {
            assertEquals(0, play(scenario), "exit code of " + scenario);
        }
    }

    private static int play(Path scenario) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        System.getProperty("oneping.app", "target/quarkus-app/quarkus-run.jar"),
                        "simulate",
                        scenario.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
