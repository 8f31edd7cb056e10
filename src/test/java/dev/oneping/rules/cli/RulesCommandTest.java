package dev.oneping.rules.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final RulesCommand command = new RulesCommand(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    @TempDir
    Path folder;

    @Test
    void shouldAcceptAValidFile() {
        assertEquals(0, command.run("check", "rules/default.yaml"));
        assertTrue(said().startsWith("rules/default.yaml is valid: default@"), said());
    }

    @Test
    void shouldListAllProblemsOfAFile() {
        assertEquals(1, command.run("check", "src/test/resources/rules/bad/policies.yaml"));
        assertTrue(said().contains("policies.yaml:7:26: unknown name 'notification.prioriti'"), said());
        assertTrue(said().contains("has 8 problems"), said());
    }

    @Test
    void shouldRunTheCasesBesideAFile() {
        assertEquals(0, command.run("test", "rules/default.yaml"));
        assertTrue(said().contains("0 differences"), said());
        assertTrue(said().contains(", 0 not covered by any case"), said());
        assertEquals(0, command.run("test", "rules/examples/slack.yaml"));
    }

    @Test
    void shouldReportFailedCasesAndUncoveredRules() throws Exception {
        // Given
        Path cases = folder.resolve("wrong.yaml");
        Files.writeString(cases, """
                cases:
                  - case: It is delivered
                    now: 2026-03-14T12:00:00+01:00
                    expect: {deliver: laptop}
                """);

        // When
        int code = command.run("test", "rules/default.yaml", cases.toString());

        // Then
        assertEquals(1, code);
        assertTrue(said().contains("wrong.yaml:2: deliver: expected laptop, but was nothing"), said());
        assertTrue(said().contains("no case covers the rule 'active'"), said());
    }

    @Test
    void shouldExplainACaseAndItsAlternatives() {
        assertEquals(
                0, command.run("explain", "rules/default.yaml", "rules/cases/manner.yaml", "Where", "others", "can"));
        assertTrue(said().contains("=> deliver to laptop, silently, redacted, for 60 s"), said());
        assertTrue(
                said().contains("without 'others_see_the_screen' it would hold because of not_worth_a_ring until"),
                said());
        assertTrue(said().contains("device.presenting true"), said());
    }

    @Test
    void shouldExplainTheCasesBesideAFile() {
        assertEquals(0, command.run("explain", "rules/default.yaml", "Where", "others", "can"));
        assertTrue(said().contains("=> deliver to laptop, silently, redacted, for 60 s"), said());
        assertEquals(1, command.run("explain", "rules/default.yaml", "no", "such", "case"));
    }

    @Test
    void shouldPrintItsUsage() {
        assertEquals(2, command.run("chek", "rules/default.yaml"));
        assertEquals(2, command.run());
        assertTrue(said().contains("./oneping rules check FILE"), said());
    }

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
