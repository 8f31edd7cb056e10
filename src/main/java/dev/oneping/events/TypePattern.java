package dev.oneping.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Which types of events somebody wants: one type, all below a prefix ({@code notification.*}), or all ({@code *}).
 *
 * @param text as it was given
 */
public record TypePattern(@JsonValue String text) {

    private static final Pattern FORM = Pattern.compile("\\*|[a-z0-9_]+(\\.[a-z0-9_]+)*(\\.\\*)?");
    private static final int MAX_LENGTH = 128;

    /** Refuses any other form. */
    @JsonCreator
    public TypePattern {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException(
                    "A type must be like notification.acted, notification.* or *, but this is '" + text + "'");
        }
    }

    /** Whether a text has the form of a pattern. */
    public static boolean isWellFormed(String text) {
        return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
    }

    /** A prefix matches what is below it, at any depth, not itself. */
    public boolean matches(String type) {
        if (text.equals("*")) {
            return true;
        }
        return text.endsWith(".*") ? type.startsWith(text.substring(0, text.length() - 1)) : type.equals(text);
    }
}
