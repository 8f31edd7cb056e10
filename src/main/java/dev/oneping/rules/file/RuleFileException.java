package dev.oneping.rules.file;

import java.util.List;
import java.util.stream.Collectors;

/** A rule file was refused. The message tells every problem with its place, ready to be shown to the author. */
public final class RuleFileException extends RuntimeException {

    /** More than this are counted, not told: whoever mends these will mend most of the rest with them. */
    private static final int TOLD = 50;

    private final transient List<RuleProblem> problems;

    RuleFileException(List<RuleProblem> problems) {
        super(report(problems));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, in the order of the file; never empty. */
    public List<RuleProblem> problems() {
        return problems;
    }

    private static String report(List<RuleProblem> problems) {
        String head = problems.size() == 1
                ? "%s has a problem:".formatted(problems.getFirst().file())
                : "%s has %d problems:".formatted(problems.getFirst().file(), problems.size());
        String told = problems.stream().limit(TOLD).map(RuleProblem::report).collect(Collectors.joining("\n\n"));
        String rest = problems.size() > TOLD ? "\n\nand %d more".formatted(problems.size() - TOLD) : "";
        return head + "\n\n" + told + rest;
    }
}
