package dev.oneping.signal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A pattern of signals: {@code domain:type}, where a star at the end of a part matches anything.
 *
 * @param text the pattern as it was given
 */
record SignalPattern(@JsonValue String text) {

    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9_.-]*\\*|[A-Za-z0-9_.-]+):([A-Za-z0-9_.-]*\\*|[A-Za-z0-9_.-]+)");
    private static final int LONGEST = 128;

    /** Rejects any other form. */
    @JsonCreator
    SignalPattern {
        if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a pattern has a form like notification:status, build:* or *:*, not '" + text + "'");
        }
    }

    boolean matches(String domain, String type) {
        int colon = text.indexOf(':');
        return fits(text.substring(0, colon), domain) && fits(text.substring(colon + 1), type);
    }

    private static boolean fits(String part, String value) {
        return part.endsWith("*") ? value.startsWith(part.substring(0, part.length() - 1)) : value.equals(part);
    }
}
