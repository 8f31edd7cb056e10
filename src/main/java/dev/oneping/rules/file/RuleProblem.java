package dev.oneping.rules.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a rule file, told so that its author can mend it.
 *
 * @param file    which file
 * @param line    which line, from 1
 * @param column  which character of the line, from 1, in code points
 * @param message what is wrong
 * @param source  the line as it stands in the file
 * @param hint    what to do about it, or null
 */
public record RuleProblem(
        String file,
        int line,
        int column,
        String message,
        String source,
        @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) String hint) {

    /** One line: place, message and hint. */
    public String sentence() {
        return "%s:%d:%d: %s%s".formatted(file, line, column, message, hint == null ? "" : "; " + hint);
    }

    /** Several lines for a terminal: place and message, the source line, a caret under the place, the hint. */
    public String report() {
        String gutter = "%5d | ".formatted(line);
        StringBuilder report = new StringBuilder()
                .append("%s:%d:%d: %s%n".formatted(file, line, column, message))
                .append(gutter)
                .append(source)
                .append('\n')
                .append(" ".repeat(gutter.length() - 2))
                .append("| ")
                .append(indentation())
                .append('^');
        return hint == null
                ? report.toString()
                : report.append("\n        ").append(hint).toString();
    }

    /** Blanks up to the caret; a tab stays a tab, so that the caret stands where the terminal puts the character. */
    private String indentation() {
        StringBuilder blanks = new StringBuilder();
        source.codePoints().limit(column - 1L).forEach(c -> blanks.append(c == '\t' ? '\t' : ' '));
        return blanks.toString();
    }
}
