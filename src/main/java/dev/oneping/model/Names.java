package dev.oneping.model;

import dev.oneping.text.CodePoints;
import java.util.regex.Pattern;

/** Validates names that callers choose: short, printable, and safe inside a Redis key or a URL segment. */
final class Names {

    private static final Pattern CHOSEN = Pattern.compile("[A-Za-z0-9_.@-]{1,64}");

    private Names() {}

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException if the name is invalid; the message gives the field and the rule
     */
    static String checked(String field, String value) {
        if (value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException(
                    field + " must not be '" + value + "', which a URL treats as a step to another path");
        }
        if (!CHOSEN.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    field + " must be 1 to 64 of A-Z a-z 0-9 _ . @ -, but is '" + CodePoints.first(value, 80) + "'");
        }
        return value;
    }
}
