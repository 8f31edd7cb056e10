package dev.oneping.rules.file;

import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Parses durations in rule files: {@code 45s}, {@code 90m}, {@code 1h30m}, {@code 7d}. */
final class Durations {

    private static final Pattern PART = Pattern.compile("([1-9][0-9]{0,5})([dhms])");
    private static final Pattern WHOLE = Pattern.compile("(" + PART + ")+");

    private Durations() {}

    /** @throws IllegalArgumentException if the text is no duration; the message quotes it */
    static Duration parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a duration such as 45s, 90m, 12h or 7d");
        }
        return PART.matcher(text).results().map(Durations::part).reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration part(MatchResult part) {
        long amount = Long.parseLong(part.group(1));
        return switch (part.group(2)) {
            case "d" -> Duration.ofDays(amount);
            case "h" -> Duration.ofHours(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofSeconds(amount);
        };
    }
}
