package dev.oneping.rules.file;

import dev.oneping.rules.file.source.Located;
import dev.oneping.rules.file.source.Located.Entry;
import dev.oneping.rules.file.source.Located.Mapping;
import dev.oneping.rules.file.source.Located.Scalar;
import dev.oneping.rules.file.source.Position;
import dev.oneping.rules.file.source.RuleFileProblems;
import dev.oneping.rules.file.source.Suggestion;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks references to policies and calendars, and the number of rules. */
final class References {

    /** The maximum number of rules: more than anybody can follow, and few enough to compile quickly. */
    static final int MAX_RULES = 500;

    private References() {}

    static void check(Located root, RuleFileProblems problems) {
        Section.CHOOSE_POLICY
                .rulesOf(root)
                .forEach(rule -> check(rule.get("policy").orElse(null), names(root, "policies"), "policy", problems));
        Section.QUIET.rulesOf(root).forEach(rule -> {
            if (rule.get("until").orElse(null) instanceof Mapping until) {
                check(until.get("calendar").orElse(null), names(root, "calendars"), "calendar", problems);
            }
        });
        long rules = Stream.of(Section.values())
                .flatMap(section -> section.rulesOf(root))
                .count();
        if (rules > MAX_RULES) {
            problems.add(Position.START, "the file has %d rules; at most %d are allowed".formatted(rules, MAX_RULES));
        }
    }

    private static void check(@Nullable Located name, List<String> known, String what, RuleFileProblems problems) {
        if (name instanceof Scalar scalar && !known.contains(scalar.text())) {
            String message = "there is no %s named '%s'".formatted(what, scalar.text());
            problems.add(scalar.at(), message, known.isEmpty() ? null : Suggestion.forWord(scalar.text(), known));
        }
    }

    private static List<String> names(Located root, String section) {
        return root instanceof Mapping file && file.get(section).orElse(null) instanceof Mapping mapping
                ? mapping.entries().stream().map(Entry::name).toList()
                : List.of();
    }
}
