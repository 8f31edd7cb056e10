package dev.oneping.rules.explain;

import dev.oneping.rules.explain.Explanation.CandidateLine;
import dev.oneping.rules.explain.Explanation.ChanceLine;
import dev.oneping.rules.explain.Explanation.FactLine;
import dev.oneping.rules.explain.Explanation.RuleLine;
import dev.oneping.rules.explain.Explanation.StageLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats an explanation for people, with one line for each stage and each device. */
public final class ExplanationText {

    private ExplanationText() {}

    /** The lines, without indentation. */
    public static List<String> of(Explanation explanation) {
        List<String> lines = new ArrayList<>();
        lines.add("rule set " + explanation.rules());
        explanation.stages().forEach(stage -> lines.add(stage(stage)));
        explanation.candidates().forEach(device -> lines.add(device(device)));
        if (!explanation.facts().isEmpty()) {
            lines.add(row("facts used", "", facts(explanation.facts())));
        }
        explanation.candidates().stream()
                .filter(device -> !device.facts().isEmpty())
                .forEach(device -> lines.add(row("", device.device().value(), facts(device.facts()))));
        String label = "alternatives";
        for (Counterfactuals.Counterfactual alternative : Counterfactuals.of(explanation)) {
            lines.add("%-12s %s: %s".formatted(label, alternative.change(), alternative.effect()));
            label = "";
        }
        if (explanation.failures() > 0) {
            lines.add(row("failures", explanation.failures() + " rules failed and were skipped", ""));
        }
        return lines;
    }

    private static String stage(StageLine stage) {
        return row(stage.stage().code(), stage.reason(), rules(stage.rules()));
    }

    private static String device(CandidateLine line) {
        String points = line.chance() != null
                ? chance(line.chance())
                : line.score() == null ? "" : points(line.score()) + " points";
        String rules = rules(line.rules());
        String sum = points + (points.isEmpty() || rules.isEmpty() ? "" : ": ") + rules;
        return row("  " + line.device(), line.fate().code() + ", " + line.reason(), sum);
    }

    private static String chance(ChanceLine line) {
        String gain = line.gain() == null
                ? ""
                : line.gain() > 0
                        ? ", worth " + points(line.gain()) + " more than its price"
                        : ", costs " + points(-line.gain()) + " more than it is worth";
        String evidence = line.evidence().stream()
                .map(one -> one.what() + " " + (one.weight() > 0 ? "+" : "") + one.weight())
                .collect(Collectors.joining("; "));
        return "noticed " + Math.round(line.noticed() * 100) + " %, after " + line.seconds() + " s" + gain
                + (evidence.isEmpty() ? "" : " (" + evidence + ")");
    }

    private static String rules(List<RuleLine> rules) {
        return rules.stream().map(ExplanationText::rule).collect(Collectors.joining(", "));
    }

    private static String rule(RuleLine line) {
        String points = line.points() == null ? "" : " " + points(line.points());
        boolean plain = line.verdict() == Verdict.MATCHED && line.points() != null;
        return line.rule() + points + (plain ? "" : " " + line.verdict().code().replace('_', ' '));
    }

    private static String facts(List<FactLine> facts) {
        return facts.stream().map(ExplanationText::fact).collect(Collectors.joining(", "));
    }

    private static String fact(FactLine line) {
        Object value = line.value();
        return line.fact() + " "
                + switch (value) {
                    case null -> "unknown";
                    case Double number -> points(number);
                    case Enum<?> word -> word.name().toLowerCase(Locale.ROOT);
                    default -> value.toString();
                };
    }

    static String points(double points) {
        return points == Math.rint(points) ? Long.toString((long) points) : String.format(Locale.ROOT, "%.1f", points);
    }

    private static String row(String what, String reason, String rest) {
        return "%-12s %-28s %s".formatted(what, reason, rest).stripTrailing();
    }
}
