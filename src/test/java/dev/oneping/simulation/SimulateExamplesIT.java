package dev.oneping.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/simulate.md}, run as they are printed there. */
class SimulateExamplesIT {

    private static final Path PAGE = Path.of("docs/simulate.md");

    @TempDir
    Path folder;

    @Test
    @EnabledIf(value = "hasPython", disabledReason = "there is no python3 on the PATH")
    void shouldPrintTheRingOnThePhoneByTheExampleInPython() throws Exception {
        List<String> printed = run("python3", example("python"), "example.py");

        assertTrue(printed.size() == 1 && printed.getFirst().matches("\\d+ s: Lunch\\? on phone"), printed::toString);
    }

    @Test
    @EnabledIf(value = "hasNode", disabledReason = "there is no node on the PATH")
    void shouldPrintTheRingOnTheLaptopByTheExampleInNode() throws Exception {
        List<String> printed = run("node", example("js"), "example.mjs");

        assertTrue(printed.size() == 1 && printed.getFirst().endsWith(" laptop Lunch? true"), printed::toString);
    }

    static boolean hasPython() {
        return has("python3");
    }

    static boolean hasNode() {
        return has("node");
    }

    private static boolean has(String program) {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException none) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String example(String language) throws IOException {
        Matcher block = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE));
        assertTrue(block.find(), () -> "no example in " + language);
        return block.group(1);
    }

    /** Runs the text beside an {@code oneping} that starts the packaged service, and returns the lines that it prints. */
    private List<String> run(String program, String text, String name) throws Exception {
        Path oneping = folder.resolve("oneping");
        Path app = Path.of(System.getProperty("oneping.app", "target/quarkus-app/quarkus-run.jar"))
                .toAbsolutePath();
        String java = ProcessHandle.current().info().command().orElse("java");
        Files.writeString(
                oneping,
                "#!/bin/sh\nexec '%s' -Xmx512m -XX:TieredStopAtLevel=1 -jar '%s' \"$@\"\n".formatted(java, app));
        Files.setPosixFilePermissions(oneping, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(folder.resolve(name), text);
        Process process = new ProcessBuilder(program, name)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return output.lines().toList();
    }
}
