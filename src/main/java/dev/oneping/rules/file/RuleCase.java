package dev.oneping.rules.file;

import dev.oneping.rules.RuleSet;
import dev.oneping.rules.fact.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One case of a case file: facts and the expected decision.
 *
 * @param name   the purpose of the case, in a sentence
 * @param file   the file
 * @param line   the first line
 * @param facts  the input of the rule set
 * @param expected the expected values of {@link ExpectedDecision}; others are not compared
 */
public record RuleCase(String name, String file, int line, Facts facts, Map<String, String> expected) {

    public RuleCase {
        expected = Map.copyOf(expected);
    }

    /** Returns the decision and its reasons by the names that the {@code expect} section uses. */
    public Map<String, String> outcome(RuleSet rules) {
        return ExpectedDecision.of(rules, facts);
    }

    /** Runs the case and returns a line for each difference; empty if there is none. */
    public List<String> differences(RuleSet rules) {
        Map<String, String> actual = ExpectedDecision.of(rules, facts);
        List<String> differences = new ArrayList<>();
        expected.forEach((what, value) -> {
            String found = actual.getOrDefault(what, "nothing");
            if (!found.equals(value)) {
                differences.add("%s:%d: %s: expected %s, but was %s; full result: %s"
                        .formatted(file, line, what, value, found, actual));
            }
        });
        return differences;
    }
}
