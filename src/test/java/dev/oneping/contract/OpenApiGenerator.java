package dev.oneping.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * OpenAPI Generator, which many clients are made with. Its archive has everything in it and is no dependency of ours, so it
 * is taken from the local Maven repository; without it the tests are skipped, and say how to fetch it.
 */
final class OpenApiGenerator {

    private static final String VERSION = "7.14.0";
    private static final String ARTIFACT = "org.openapitools:openapi-generator-cli:" + VERSION;
    private static final Path JAR = repository()
            .resolve(
                    "org/openapitools/openapi-generator-cli/" + VERSION + "/openapi-generator-cli-" + VERSION + ".jar");
    private static final int MINUTES = 3;

    private OpenApiGenerator() {}

    /**
     * Generates a client from the contract.
     *
     * @param generator its language
     * @param settings  its properties
     * @return the folder of the client
     */
    static Path generate(String generator, Path folder, String... settings) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Files.isRegularFile(JAR),
                () -> "skipped, for there is no " + ARTIFACT + "; ./mvnw dependency:get -Dartifact=" + ARTIFACT
                        + " fetches it");
        Path client = folder.resolve(generator);
        Path log = folder.resolve(generator + ".log");
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        JAR.toString(),
                        "generate",
                        "--generator-name",
                        generator,
                        "--input-spec",
                        "openapi/openapi.yaml",
                        "--output",
                        client.toString(),
                        "--global-property",
                        "apiTests=false,modelTests=false,apiDocs=false,modelDocs=false",
                        "--additional-properties",
                        String.join(",", settings)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError("the generator failed: " + Files.readString(log));
        }
        return client;
    }

    private static Path repository() {
        String given = System.getProperty("maven.repo.local");
        return given == null ? Path.of(System.getProperty("user.home"), ".m2", "repository") : Path.of(given);
    }
}
