package dev.oneping.rules.explain;

import dev.oneping.rules.explain.Explanation.CandidateLine;
import dev.oneping.rules.explain.Explanation.RuleLine;
import dev.oneping.rules.explain.Explanation.StageLine;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Derives from an explanation the changes that could have led to another decision. It needs nothing but the recorded
 * explanation, so it works for old decisions too; {@code WhatIf} evaluates the rules again and determines the actual
 * alternative.
 */
public final class Counterfactuals {

    private Counterfactuals() {}

    /**
     * One change that could have led to another decision.
     *
     * @param change the hypothetical change
     * @param effect the possible result
     */
    public record Counterfactual(String change, String effect) {}

    /** Lists all counterfactuals of an explanation, the decisive ones first. */
    public static List<Counterfactual> of(Explanation explanation) {
        List<Counterfactual> counterfactuals = new ArrayList<>();
        if (!explanation.stages().isEmpty() && explanation.candidates().isEmpty()) {
            StageLine last = explanation.stages().getLast();
            if (last.stage() != DecisionStage.EXPIRY) {
                counterfactuals.add(new Counterfactual(
                        "without '" + last.reason() + "'",
                        "the decision would not have ended at stage "
                                + last.stage().code()));
            }
        }
        OptionalDouble best = explanation.candidates().stream()
                .filter(line -> line.fate() == Explanation.Fate.CHOSEN)
                .map(CandidateLine::score)
                .filter(score -> score != null)
                .mapToDouble(Double::doubleValue)
                .findFirst();
        explanation.candidates().forEach(line -> add(line, best, counterfactuals));
        explanation.stages().forEach(stage -> stage.rules().forEach(rule -> addUnknown(rule, "", counterfactuals)));
        return counterfactuals;
    }

    private static void add(CandidateLine line, OptionalDouble best, List<Counterfactual> counterfactuals) {
        String device = line.device().value();
        switch (line.fate()) {
            case CHOSEN -> {}
            case LOST -> {
                Double score = line.score();
                if (line.reason().equals("not_preferred")) {
                    counterfactuals.add(
                            new Counterfactual("if a rule preferred " + device, device + " would have been chosen"));
                } else if (score != null && best.isPresent()) {
                    double behind = best.getAsDouble() - score;
                    String more = behind == 0 ? "any" : "more than " + ExplanationText.points(behind);
                    counterfactuals.add(new Counterfactual(
                            "with " + more + " additional points for " + device, device + " would have been chosen"));
                }
            }
            case EXCLUDED ->
                counterfactuals.add(new Counterfactual(
                        "if '" + line.reason() + "' had not excluded " + device, device + " could have been chosen"));
            case UNAVAILABLE -> {
                if (line.reason().equals("offline")) {
                    counterfactuals.add(
                            new Counterfactual("if " + device + " were online", device + " could have been chosen"));
                }
            }
        }
        line.rules().forEach(rule -> addUnknown(rule, " of " + device, counterfactuals));
    }

    private static void addUnknown(RuleLine line, String of, List<Counterfactual> counterfactuals) {
        if (line.verdict() == Verdict.UNKNOWN || line.verdict() == Verdict.FAILED) {
            String change = line.verdict() == Verdict.UNKNOWN
                    ? "if all facts%s that rule '%s' uses were known".formatted(of, line.rule())
                    : "if rule '%s' had not failed".formatted(line.rule());
            counterfactuals.add(new Counterfactual(change, "the rule could have matched"));
        }
    }
}
