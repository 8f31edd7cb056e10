package dev.oneping.rules.file.source;

import java.util.List;
import java.util.stream.Collectors;

/** Reports an invalid rule file. The message lists every problem with its position, ready to be shown to the author. */
public final class RuleFileException extends RuntimeException {

    /**
     * The maximum number of problems listed; further ones are counted, since fixing the first usually fixes most of
     * the rest.
     */
    private static final int MAX_LISTED = 50;

    private final transient List<RuleProblem> problems;

    RuleFileException(List<RuleProblem> problems) {
        super(report(problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems in the order of the file; never empty. */
    public List<RuleProblem> problems() {
        return problems;
    }

    private static String report(List<RuleProblem> problems) {
        String head = problems.size() == 1
                ? "%s has a problem:".formatted(problems.getFirst().file())
                : "%s has %d problems:".formatted(problems.getFirst().file(), problems.size());
        String listed =
                problems.stream().limit(MAX_LISTED).map(RuleProblem::report).collect(Collectors.joining("\n\n"));
        String rest = problems.size() > MAX_LISTED ? "\n\nand %d more".formatted(problems.size() - MAX_LISTED) : "";
        return head + "\n\n" + listed + rest;
    }
}
