package dev.oneping.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests the known word nearest to a misspelled one, by Levenshtein distance. */
final class DidYouMean {

    /** Words longer than this get no suggestion: no known word is as long. */
    private static final int LONGEST = 40;

    private static final int SHORT = 4;

    private DidYouMean() {}

    /** The nearest known word within an edit distance of 2, or of 1 for a short word. */
    static Optional<String> of(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        int near = word.length() < SHORT ? 1 : 2;
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= near)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
