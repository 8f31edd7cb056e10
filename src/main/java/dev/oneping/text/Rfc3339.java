package dev.oneping.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Timestamps as RFC 3339 writes them. Their years are 0 to 9999; a later time could not be stored in milliseconds. */
public final class Rfc3339 {

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Rfc3339() {}

    /** Parses a timestamp; empty for any other text, and for years that RFC 3339 does not have. */
    public static Optional<Instant> parse(String text) {
        try {
            Instant read = DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
            return read.isBefore(FIRST) || read.isAfter(LAST) ? Optional.empty() : Optional.of(read);
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }
}
