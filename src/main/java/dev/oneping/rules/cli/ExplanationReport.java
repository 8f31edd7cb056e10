package dev.oneping.rules.cli;

import dev.oneping.rules.Decided;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.WhatIf;
import dev.oneping.rules.explain.ExplanationText;
import dev.oneping.rules.file.RuleCase;
import java.util.ArrayList;
import java.util.List;

/** Formats the decision of a rule set on a case, its explanation and its alternatives. */
final class ExplanationReport {

    private ExplanationReport() {}

    static List<String> lines(RuleSet rules, RuleCase asked) {
        Decided decided = rules.decide(asked.facts());
        List<String> lines = new ArrayList<>();
        lines.add("%s:%d: %s".formatted(asked.file(), asked.line(), asked.name()));
        lines.add("=> " + WhatIf.words(decided.decision()));
        ExplanationText.of(decided.explanation()).forEach(line -> lines.add("   " + line));
        WhatIf.of(rules, asked.facts())
                .forEach(change ->
                        lines.add("   without '%s' it would %s".formatted(change.without(), change.instead())));
        lines.add("");
        return lines;
    }
}
