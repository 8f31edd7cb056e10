package dev.oneping.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Which types of events somebody wants: one type, all below a prefix ({@code notification.*}), or all ({@code *}).
 *
 * @param text as it was given
 */
record TypePattern(@JsonValue String text) {

    private static final Pattern FORM = Pattern.compile("\\*|[a-z0-9_]+(\\.[a-z0-9_]+)*(\\.\\*)?");
    private static final int MAX_LENGTH = 128;

    /** Refuses any other form. */
    @JsonCreator
    TypePattern {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("not a pattern of event types");
        }
    }

    static boolean isWellFormed(String text) {
        return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
    }

    /** A prefix matches what is below it, at any depth, not itself. */
    boolean matches(String type) {
        if (text.equals("*")) {
            return true;
        }
        return text.endsWith(".*") ? type.startsWith(text.substring(0, text.length() - 1)) : type.equals(text);
    }
}
