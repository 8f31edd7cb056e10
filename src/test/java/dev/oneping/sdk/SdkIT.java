package dev.oneping.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oneping.crash.ServiceProcess;
import dev.oneping.testing.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

    private static final Path SOURCE = Path.of("src/sdk").toAbsolutePath();
    private static final Path COPY = Path.of("target/sdk").toAbsolutePath();
    private static final Path TYPESCRIPT = COPY.resolve("typescript");
    private static final int MINUTES = 6;

    @TempDir
    private static Path data;

    private static ServiceProcess service;

    @BeforeAll
    static void shouldFetchThePackages() throws IOException, InterruptedException {
        copy();
        assumeTrue(run("npm-version", "npm", "--version") == 0, "skipped: there is no npm on the PATH");
        assumeTrue(
                run("npm-ci", "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund") == 0,
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
        assertEquals(0, run("build", "node", "build.mjs"), () -> said("build"));
    }

    @Test
    @Order(2)
    void shouldKeepItsPromisesAgainstAServiceInMemory() throws IOException, InterruptedException {
        assertEquals(0, run("bundle", "node", "build.mjs", "--test"), () -> said("bundle"));
        assertEquals(0, run("unit", tests("target/test", "test")), () -> said("unit"));
    }

    @Test
    @Order(3)
    void shouldKeepItsPromisesAgainstTheService() throws IOException, InterruptedException {
        assertEquals(0, run("service", tests("test/service")), () -> said("service"));
    }

    private static String[] tests(String... folders) throws IOException {
        List<String> words = new ArrayList<>(
                List.of("node", "--experimental-websocket", "--test", "--test-force-exit", "--test-concurrency=1"));
        for (String folder : folders) {
            try (Stream<Path> files = Files.list(TYPESCRIPT.resolve(folder))) {
                files.map(file -> folder + "/" + file.getFileName())
                        .filter(name -> name.endsWith(".test.mjs"))
                        .sorted()
                        .forEach(words::add);
            }
        }
        return words.toArray(String[]::new);
    }

    private static int run(String name, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(TYPESCRIPT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile());
        if (service != null) {
            builder.environment().put("ONEPING_URL", service.url().toString());
            builder.environment().put("ONEPING_KEY", ServiceProcess.KEY);
        }
        try {
            Process process = builder.start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException missing) {
            return -1;
        }
    }

    private static Path log(String name) {
        return COPY.resolve(name + ".log");
    }

    private static String said(String name) {
        try {
            return Files.readString(log(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Node makes stays out of the sources. */
    private static void copy() throws IOException {
        List<Path> sources;
        try (Stream<Path> all = Files.walk(SOURCE)) {
            sources = all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().matches(".*/(node_modules|dist|target)/.*"))
                    .toList();
        }
        for (Path file : sources) {
            Path to = COPY.resolve(SOURCE.relativize(file));
            Files.createDirectories(to.getParent());
            Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
