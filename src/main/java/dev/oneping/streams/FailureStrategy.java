package dev.oneping.streams;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The treatment of an entry that its handler rejects. */
enum FailureStrategy {
    /** The channel fails and stops reading. The entry stays pending. */
    FAIL,
    /** The entry is acknowledged as if it had been handled. */
    IGNORE,
    /** The entry is copied to the dead letter stream, and acknowledged. */
    DEAD_LETTER,
    /**
     * The entry is redelivered when it has been idle long enough; after too many deliveries it becomes a dead letter.
     */
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
