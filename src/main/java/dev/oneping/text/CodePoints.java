package dev.oneping.text;

/**
 * Lengths of text in Unicode code points, as JSON Schema counts them: an emoji is one, although Java stores most of them
 * as two {@code char}s.
 */
public final class CodePoints {

    private CodePoints() {}

    /** Returns the length of a text. */
    public static int count(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Returns the first code points of a text; the whole if it has no more. */
    public static String first(String text, int most) {
        return count(text) <= most ? text : text.substring(0, text.offsetByCodePoints(0, most));
    }
}
