package dev.oneping.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oneping.crash.ServiceProcess;
import dev.oneping.testing.NodeProject;
import dev.oneping.testing.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks the types of the console, its verdicts on stories of the packaged service, and its screens in Chromium. Skipped,
 * with a word, where there is no Node, no Chromium, or their packages cannot be fetched.
 */
class ConsoleIT {

    private static final Path TESTS = Path.of("src/test/web").toAbsolutePath();

    @TempDir
    private static Path data;

    private static NodeProject project;
    private static ServiceProcess service;

    @BeforeAll
    static void shouldFetchThePackages() throws IOException, InterruptedException {
        assumeTrue(
                Files.exists(Path.of("target/classes/META-INF/resources/console/main.js")),
                "skipped: the service was built without its pages");
        project = NodeProject.copy(TESTS, Path.of("target/console-test"), "");
        assumeTrue(run("npm-version", List.of("npm", "--version")) == 0, "skipped: there is no npm on the PATH");
        assumeTrue(
                run("npm-ci", List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")) == 0,
                "skipped: the packages of src/test/web could not be fetched by npm");
        service = ServiceProcess.start(RedisServer.shared().uri(), ServiceProcess.freePort(), data);
        assertEquals(
                0,
                run(
                        "bundle",
                        List.of(
                                "node_modules/.bin/esbuild",
                                TESTS.resolve("verdict.test.ts").toString(),
                                TESTS.resolve("console.test.ts").toString(),
                                "--bundle",
                                "--platform=node",
                                "--format=esm",
                                "--packages=external",
                                "--out-extension:.js=.mjs",
                                "--outdir=built",
                                "--log-level=warning")),
                () -> project.said("bundle"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (service != null) {
            service.close();
        }
    }

    @Test
    void shouldHaveSoundTypes() throws IOException, InterruptedException {
        String types = Path.of("src/main/web/console/tsconfig.types.json")
                .toAbsolutePath()
                .toString();
        assertEquals(
                0,
                run("types", List.of("node_modules/.bin/tsc", "--noUnusedLocals", "-p", types)),
                () -> project.said("types"));
    }

    @Test
    void shouldSayInASentenceWhyANotificationIsWhereItIs() throws IOException, InterruptedException {
        assertEquals(
                0,
                run(
                        "verdict",
                        List.of(
                                "node",
                                "--experimental-websocket",
                                "--test",
                                "--test-force-exit",
                                "built/verdict.test.mjs")),
                () -> project.said("verdict"));
    }

    @Test
    void shouldShowEveryScreenInChromium() throws IOException, InterruptedException {
        assumeTrue(chromium() != null, "skipped: there is no chromium on the PATH");
        assertEquals(
                0,
                run("screens", List.of("node", "--test", "--test-force-exit", "built/console.test.mjs")),
                () -> project.said("screens"));
    }

    private static int run(String name, List<String> command) throws IOException, InterruptedException {
        String browser = chromium();
        return project.run(
                name,
                service == null
                        ? Map.of()
                        : Map.of(
                                "ONEPING_URL",
                                service.url().toString(),
                                "ONEPING_KEY",
                                ServiceProcess.KEY,
                                "CHROMIUM",
                                browser == null ? "" : browser),
                command);
    }

    private static @Nullable String chromium() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, "chromium"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }
}
