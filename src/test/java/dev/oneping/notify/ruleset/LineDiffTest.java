package dev.oneping.notify.ruleset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LineDiffTest {

    @Test
    void shouldMarkRemovedAndNewLinesAndKeepTheOthers() {
        assertEquals(" a\n-b\n+c\n d\n+e\n", LineDiff.of("a\nb\nd\n", "a\nc\nd\ne\n"));
    }

    @Test
    void shouldMarkNothingInEqualTexts() {
        assertEquals(" a\n b\n", LineDiff.of("a\nb", "a\nb\n"));
    }

    @Test
    void shouldReplaceAllLinesOfTextsThatAreTooLongToCompare() {
        String old = "old\n".repeat(5_000);

        assertEquals(10_000, LineDiff.of(old, "new\n".repeat(5_000)).lines().count());
        assertEquals(
                "-old",
                LineDiff.of(old, "new\n".repeat(5_000)).lines().findFirst().orElseThrow());
    }
}
