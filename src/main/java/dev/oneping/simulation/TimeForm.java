package dev.oneping.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * The form in which a caller writes instants, and in which it gets them back.
 *
 * <p>A text is an ISO-8601 date and time; without an offset it is UTC. A number is the time since the start, by default the
 * Unix epoch: in milliseconds from {@value #FIRST_MILLIS} on, which is in 1973, and in seconds below, with fractions if
 * need be.
 */
enum TimeForm {
    /** {@code "2026-03-02T08:00:00Z"}. */
    TEXT,
    /** {@code 1772438400.5}. */
    SECONDS,
    /** {@code 1772438400500}. */
    MILLIS;

    /** The last instant that a simulation can reach, in the year 5138. */
    static final long LAST = 100_000_000_000_000L;

    private static final long FIRST_MILLIS = 100_000_000_000L;
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    /** Returns the form of a value. */
    static TimeForm of(JsonNode value) {
        if (value.isTextual() && !isNumber(value.textValue())) {
            return TEXT;
        }
        return number(value).abs().compareTo(BigDecimal.valueOf(FIRST_MILLIS)) >= 0 ? MILLIS : SECONDS;
    }

    /**
     * Reads a value.
     *
     * @return milliseconds: since the epoch for a text, since the start for a number
     * @throws IllegalArgumentException saying what is wrong
     */
    long read(JsonNode value) {
        return switch (this) {
            case TEXT -> instant(value.textValue()).toEpochMilli();
            case SECONDS -> millis(number(value).multiply(THOUSAND));
            case MILLIS -> millis(number(value));
        };
    }

    /**
     * Writes an instant as JSON.
     *
     * @param start what numbers count from
     */
    String write(long millis, long start) {
        return switch (this) {
            case TEXT -> '"' + Instant.ofEpochMilli(millis).toString() + '"';
            case SECONDS -> {
                long since = millis - start;
                yield since % 1000 == 0
                        ? Long.toString(since / 1000)
                        : BigDecimal.valueOf(since, 3).stripTrailingZeros().toPlainString();
            }
            case MILLIS -> Long.toString(millis - start);
        };
    }

    private static long millis(BigDecimal number) {
        if (number.abs().compareTo(BigDecimal.valueOf(LAST)) > 0) {
            throw new IllegalArgumentException("is after the year 5138");
        }
        return Math.round(number.doubleValue());
    }

    private static boolean isNumber(String text) {
        return text.matches("[+-]?[0-9]{1,15}(\\.[0-9]{1,9})?");
    }

    private static BigDecimal number(JsonNode value) {
        if (value.isTextual()) {
            return new BigDecimal(value.textValue());
        }
        if (!value.isNumber()) {
            throw new IllegalArgumentException("must be an instant");
        }
        return value.decimalValue();
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException withoutOffset) {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        }
    }
}
