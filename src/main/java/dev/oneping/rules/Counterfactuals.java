package dev.oneping.rules;

import dev.oneping.rules.Explanation.CandidateLine;
import dev.oneping.rules.Explanation.RuleLine;
import dev.oneping.rules.Explanation.StageLine;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What would have changed a decision, as far as its explanation tells. It is read from what was written down, so it holds for
 * old decisions too; {@link WhatIf} decides again and so says what would have been instead.
 */
public final class Counterfactuals {

    private Counterfactuals() {}

    /**
     * One thing that the decision hung on.
     *
     * @param change what would have had to be otherwise
     * @param effect what would have come of it
     */
    public record Hinge(String change, String effect) {}

    /** All that the explanation names, what it hung on first. */
    public static List<Hinge> of(Explanation explanation) {
        List<Hinge> hinges = new ArrayList<>();
        if (!explanation.stages().isEmpty() && explanation.candidates().isEmpty()) {
            StageLine last = explanation.stages().getLast();
            if (last.stage() != DecisionStage.EXPIRY) {
                hinges.add(new Hinge(
                        "without '" + last.reason() + "'",
                        "the stage " + last.stage().code() + " would not have ended it"));
            }
        }
        OptionalDouble best = explanation.candidates().stream()
                .filter(line -> line.fate() == Explanation.Fate.CHOSEN)
                .map(CandidateLine::score)
                .filter(score -> score != null)
                .mapToDouble(Double::doubleValue)
                .findFirst();
        explanation.candidates().forEach(line -> add(line, best, hinges));
        explanation.stages().forEach(stage -> stage.rules().forEach(rule -> addUnknown(rule, "", hinges)));
        return hinges;
    }

    private static void add(CandidateLine line, OptionalDouble best, List<Hinge> hinges) {
        String device = line.device().value();
        switch (line.fate()) {
            case CHOSEN -> {}
            case LOST -> {
                Double score = line.score();
                if (line.reason().equals("not_preferred")) {
                    hinges.add(new Hinge("if a rule preferred " + device, device + " would have been chosen"));
                } else if (score != null && best.isPresent()) {
                    double behind = best.getAsDouble() - score;
                    String more =
                            behind == 0 ? "any point" : "more than %s points".formatted(ExplanationText.points(behind));
                    hinges.add(new Hinge(more + " more for " + device, device + " would have been chosen"));
                }
            }
            case EXCLUDED ->
                hinges.add(
                        new Hinge("without '" + line.reason() + "' for " + device, device + " could have been chosen"));
            case UNAVAILABLE -> {
                if (line.reason().equals("offline")) {
                    hinges.add(new Hinge("with " + device + " online", device + " could have been chosen"));
                }
            }
        }
        line.rules().forEach(rule -> addUnknown(rule, " of " + device, hinges));
    }

    private static void addUnknown(RuleLine line, String of, List<Hinge> hinges) {
        if (line.verdict() == Verdict.UNKNOWN || line.verdict() == Verdict.FAILED) {
            String why = line.verdict() == Verdict.UNKNOWN ? "with its facts" + of + " known" : "had it not broken";
            hinges.add(new Hinge(why, "'" + line.rule() + "' could have counted"));
        }
    }
}
