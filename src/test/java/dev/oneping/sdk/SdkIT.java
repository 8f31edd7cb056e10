package dev.oneping.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oneping.crash.ServiceProcess;
import dev.oneping.testing.NodeProject;
import dev.oneping.testing.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds, checks and tests the TypeScript client with Node, in a copy below {@code target}, against the packaged service. Skipped, with
 * a word, where there is no Node or its packages cannot be fetched.
 */
@TestMethodOrder(org.junit.jupiter.api.MethodOrderer.OrderAnnotation.class)
class SdkIT {

    @TempDir
    private static Path data;

    private static NodeProject project;
    private static ServiceProcess service;

    @BeforeAll
    static void shouldFetchThePackages() throws IOException, InterruptedException {
        project = NodeProject.copy(Path.of("src/sdk"), Path.of("target/sdk"), "typescript");
        assumeTrue(run("npm-version", List.of("npm", "--version")) == 0, "skipped: there is no npm on the PATH");
        assumeTrue(
                run("npm-ci", List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")) == 0,
                "skipped: the packages of src/sdk/typescript could not be fetched by npm");
        service = ServiceProcess.start(RedisServer.shared().uri(), ServiceProcess.freePort(), data);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (service != null) {
            service.close();
        }
    }

    @Test
    @Order(1)
    void shouldCompileAndKeepItsSizes() throws IOException, InterruptedException {
        assertEquals(0, run("build", List.of("node", "build.mjs")), () -> project.said("build"));
    }

    @Test
    @Order(2)
    void shouldKeepItsPromisesAgainstAServiceInMemory() throws IOException, InterruptedException {
        assertEquals(0, run("bundle", List.of("node", "build.mjs", "--test")), () -> project.said("bundle"));
        assertEquals(0, run("unit", tests("target/test", "test")), () -> project.said("unit"));
    }

    @Test
    @Order(3)
    void shouldKeepItsPromisesAgainstTheService() throws IOException, InterruptedException {
        assertEquals(0, run("service", tests("test/service")), () -> project.said("service"));
    }

    private static List<String> tests(String... folders) throws IOException {
        List<String> words = new ArrayList<>(
                List.of("node", "--experimental-websocket", "--test", "--test-force-exit", "--test-concurrency=1"));
        for (String folder : folders) {
            try (Stream<Path> files = Files.list(project.folder().resolve(folder))) {
                files.map(file -> folder + "/" + file.getFileName())
                        .filter(name -> name.endsWith(".test.mjs"))
                        .sorted()
                        .forEach(words::add);
            }
        }
        return words;
    }

    private static int run(String name, List<String> command) throws IOException, InterruptedException {
        return project.run(
                name,
                service == null
                        ? Map.of()
                        : Map.of("ONEPING_URL", service.url().toString(), "ONEPING_KEY", ServiceProcess.KEY),
                command);
    }
}
