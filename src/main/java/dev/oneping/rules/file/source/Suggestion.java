package dev.oneping.rules.file.source;

import dev.oneping.text.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** Suggests known words for a misspelled one. */
public final class Suggestion {

    private Suggestion() {}

    /** The hint for an unknown word: the nearest allowed word, else all of them. */
    public static String forWord(String word, Collection<String> allowed) {
        return nearest(word, allowed)
                .map("did you mean '%s'?"::formatted)
                .orElseGet(() -> allowed.stream().sorted().collect(Collectors.joining(", ", "allowed here: ", "")));
    }

    /** The nearest word, if it is near enough for a typing error. */
    public static Optional<String> nearest(String word, Collection<String> allowed) {
        int tolerance = Math.max(1, word.length() / 3);
        return allowed.stream()
                .filter(candidate -> EditDistance.between(word, candidate) <= tolerance)
                .min(Comparator.comparingInt((String candidate) -> EditDistance.between(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }
}
