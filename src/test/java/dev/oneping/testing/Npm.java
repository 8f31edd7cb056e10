package dev.oneping.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Other people's implementations of our protocols, as {@code src/test/npm} names them, run by Node. They are fetched by the
 * first test that wants them; where Node cannot be had or nothing can be fetched, such tests are skipped and say so.
 */
public final class Npm {

    private static final Path FOLDER = Path.of("src/test/npm").toAbsolutePath();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FETCH_MINUTES = 5;
    private static final int RUN_MINUTES = 2;

    private Npm() {}

    /**
     * Runs a script.
     *
     * @param script what Node shall do, with {@code require} for the packages
     * @param stdin  what it can read from its standard input
     * @return the JSON that it prints
     */
    public static JsonNode node(String script, String stdin) {
        Optional<String> missing = Missing.WHAT;
        Assumptions.assumeTrue(missing.isEmpty(), () -> "skipped, for " + missing.orElseThrow());
        try {
            Process node = new ProcessBuilder("node", "-e", script)
                    .directory(FOLDER.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            node.outputWriter(StandardCharsets.UTF_8).append(stdin).close();
            String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!node.waitFor(RUN_MINUTES, TimeUnit.MINUTES) || node.exitValue() != 0) {
                throw new AssertionError("node ended with a fault; it said: " + said);
            }
            return JSON.readTree(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Looked up once, with the first test that asks. */
    private static final class Missing {

        private static final Optional<String> WHAT = what();

        private static Optional<String> what() {
            if (!runs("node", "--version")) {
                return Optional.of("there is no node on the PATH");
            }
            if (isInstalled()) {
                return Optional.empty();
            }
            return runs("npm", "ci", "--no-audit", "--no-fund")
                    ? Optional.empty()
                    : Optional.of("the packages of src/test/npm could not be fetched by npm");
        }

        /** Returns whether the packages are there, as the present lock file names them. */
        private static boolean isInstalled() {
            Path installed = FOLDER.resolve("node_modules/.package-lock.json");
            try {
                return Files.isRegularFile(installed)
                        && Files.getLastModifiedTime(installed)
                                        .compareTo(Files.getLastModifiedTime(FOLDER.resolve("package-lock.json")))
                                >= 0;
            } catch (IOException e) {
                return false;
            }
        }

        private static boolean runs(String... command) {
            try {
                Process process = new ProcessBuilder(command)
                        .directory(FOLDER.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                boolean ended = process.waitFor(FETCH_MINUTES, TimeUnit.MINUTES);
                process.destroyForcibly();
                return ended && process.exitValue() == 0;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
