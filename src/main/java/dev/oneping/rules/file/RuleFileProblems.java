package dev.oneping.rules.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects all problems of one file, so that they are reported at once. */
final class RuleFileProblems {

    private static final Comparator<RuleProblem> BY_PLACE =
            Comparator.comparingInt(RuleProblem::line).thenComparingInt(RuleProblem::column);

    private final SourceText source;
    private final List<RuleProblem> found = new ArrayList<>();

    RuleFileProblems(SourceText source) {
        this.source = source;
    }

    SourceText source() {
        return source;
    }

    void add(Position at, String message, @Nullable String hint) {
        found.add(source.problem(at, message, hint));
    }

    void add(Position at, String message) {
        add(at, message, null);
    }

    /** @throws RuleFileException if there is any problem */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw exception();
        }
    }

    /** An exception with all problems, in the order of the file. */
    RuleFileException exception() {
        return new RuleFileException(found.stream().sorted(BY_PLACE).distinct().toList());
    }
}
