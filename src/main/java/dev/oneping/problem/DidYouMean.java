package dev.oneping.problem;

import dev.oneping.text.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests the known word nearest to a misspelled one, by the number of typing errors. */
public final class DidYouMean {

    /** Words longer than this get no suggestion: no known word is as long. */
    private static final int LONGEST = 40;

    private static final int SHORT = 4;

    private DidYouMean() {}

    /** The nearest known word within an edit distance of 2, or of 1 for a short word. */
    public static Optional<String> of(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        int near = word.length() < SHORT ? 1 : 2;
        return known.stream()
                .filter(candidate -> EditDistance.between(word, candidate) <= near)
                .min(Comparator.comparingInt(candidate -> EditDistance.between(word, candidate)));
    }
}
