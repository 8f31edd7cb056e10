package dev.oneping.text;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Durations in short form: {@code 500ms}, {@code 30s}, {@code 90m}, {@code 1h30m}, {@code 7d}. */
public final class ShortDuration {

    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|[dhms])");
    private static final Pattern WHOLE = Pattern.compile("(?:" + PART + ")+");

    private ShortDuration() {}

    /** Parses a text; empty if it is no duration in this form. */
    public static Optional<Duration> parse(String text) {
        return WHOLE.matcher(text).matches()
                ? Optional.of(
                        PART.matcher(text).results().map(ShortDuration::part).reduce(Duration.ZERO, Duration::plus))
                : Optional.empty();
    }

    private static Duration part(MatchResult part) {
        long amount = Long.parseLong(part.group(1));
        return switch (part.group(2)) {
            case "d" -> Duration.ofDays(amount);
            case "h" -> Duration.ofHours(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMillis(amount);
        };
    }
}
