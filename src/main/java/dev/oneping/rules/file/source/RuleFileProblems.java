package dev.oneping.rules.file.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the problems of one file, so that they are reported at once. After {@link #MAX} reading stops: a file with more
 * is not a rule file with errors, and each problem costs time.
 */
public final class RuleFileProblems {

    public static final int MAX = 100;

    private static final Comparator<RuleProblem> BY_PLACE =
            Comparator.comparingInt(RuleProblem::line).thenComparingInt(RuleProblem::column);

    private final SourceText source;
    private final List<RuleProblem> found = new ArrayList<>();

    public RuleFileProblems(SourceText source) {
        this.source = source;
    }

    public SourceText source() {
        return source;
    }

    /** @throws RuleFileException if it is the last one that is reported */
    public void add(Position at, String message, @Nullable String hint) {
        found.add(source.problem(at, message, hint));
        if (found.size() >= MAX) {
            throw exception();
        }
    }

    public void add(Position at, String message) {
        add(at, message, null);
    }

    /** @throws RuleFileException if there is any problem */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw exception();
        }
    }

    /** An exception with all problems, in the order of the file. */
    public RuleFileException exception() {
        return new RuleFileException(found.stream().sorted(BY_PLACE).distinct().toList());
    }
}
