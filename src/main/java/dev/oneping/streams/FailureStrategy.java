package dev.oneping.streams;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What becomes of an entry that its handler refuses. */
enum FailureStrategy {
    /** The channel fails and reads no more. The entry stays pending. */
    FAIL,
    /** The entry is acknowledged as if it had been handled. */
    IGNORE,
    /** The entry is copied to the dead letter stream, and acknowledged. */
    DEAD_LETTER,
    /** The entry comes again when it has been idle long enough; after too many deliveries it is a dead letter. */
    REDELIVER;

    static Optional<FailureStrategy> named(String word) {
        return Arrays.stream(values())
                .filter(strategy -> strategy.word().equals(word))
                .findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(FailureStrategy::word).collect(Collectors.joining(", "));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
