package dev.oneping.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A pattern for event types: one type, all below a prefix ({@code notification.*}), or all ({@code *}).
 *
 * @param text the pattern as given
 */
public record TypePattern(@JsonValue String text) {

    private static final Pattern FORM = Pattern.compile("\\*|[a-z0-9_]+(\\.[a-z0-9_]+)*(\\.\\*)?");
    private static final int MAX_LENGTH = 128;

    /** Rejects any other form. */
    @JsonCreator
    public TypePattern {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException(
                    "A type must be like notification.acted, notification.* or *, but this is '" + text + "'");
        }
    }

    /** Returns whether a text has the form of a pattern. */
    public static boolean isWellFormed(String text) {
        return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
    }

    /**
     * Returns whether the pattern matches a type. A prefix matches everything below it, at any depth, but not itself.
     */
    public boolean matches(String type) {
        if (text.equals("*")) {
            return true;
        }
        return text.endsWith(".*") ? type.startsWith(text.substring(0, text.length() - 1)) : type.equals(text);
    }
}
