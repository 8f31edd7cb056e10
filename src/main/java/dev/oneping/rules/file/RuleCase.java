package dev.oneping.rules.file;

import dev.oneping.rules.Facts;
import dev.oneping.rules.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One case of a case file: facts, and what a rule set is expected to make of them.
 *
 * @param name   what it shows, in a sentence
 * @param file   the file in which it stands
 * @param line   the line in which it begins
 * @param facts  what the rule set is given
 * @param wanted what the {@link ExpectedDecision} must say; what is not in here may be as it likes
 */
public record RuleCase(String name, String file, int line, Facts facts, Map<String, String> wanted) {

    public RuleCase {
        wanted = Map.copyOf(wanted);
    }

    /** Runs the case, and tells what is not as wanted, a line for each; nothing when all is. */
    public List<String> differences(RuleSet rules) {
        Map<String, String> actual = ExpectedDecision.of(rules, facts);
        List<String> differences = new ArrayList<>();
        wanted.forEach((what, value) -> {
            String found = actual.getOrDefault(what, "nothing");
            if (!found.equals(value)) {
                differences.add(
                        "%s:%d: %s: wanted %s, but is %s, of %s".formatted(file, line, what, value, found, actual));
            }
        });
        return differences;
    }
}
