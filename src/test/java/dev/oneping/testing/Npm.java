package dev.oneping.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Other people's implementations in JavaScript, from {@code src/test/npm}. Where there is no {@code node}, or {@code npm ci}
 * was not run there, the test is skipped and says so.
 */
public final class Npm {

    private static final Path FOLDER = Path.of("src/test/npm");

    private Npm() {}

    /** Runs a script that reads one JSON text and writes one; skips the test where that cannot be done. */
    public static String run(String script, String input) {
        Assumptions.assumeTrue(
                Files.isDirectory(FOLDER.resolve("node_modules")), "skipped: run 'npm ci' in " + FOLDER + " first");
        try {
            Process node = start(script);
            node.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            node.getOutputStream().close();
            String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!node.waitFor(60, TimeUnit.SECONDS) || node.exitValue() != 0) {
                throw new AssertionError("node failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Process start(String script) {
        try {
            return new ProcessBuilder("node", script)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("skipped: there is no node on the PATH");
            throw new UncheckedIOException(e);
        }
    }
}
