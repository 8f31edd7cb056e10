package dev.oneping.rules.file;

import dev.oneping.text.ShortDuration;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses durations in rule files: {@code 45s}, {@code 90m}, {@code 1h30m}, {@code 7d}. */
final class Durations {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5}[dhms])+");

    private Durations() {}

    /** @throws IllegalArgumentException if the text is no duration; the message quotes it */
    static Duration parse(String text) {
        return Optional.of(text)
                .filter(FORM.asMatchPredicate())
                .flatMap(ShortDuration::parse)
                .orElseThrow(() ->
                        new IllegalArgumentException("'" + text + "' is not a duration such as 45s, 90m, 12h or 7d"));
    }
}
