package dev.oneping.rules.file.source;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One problem of a rule file, with all that its author needs to fix it.
 *
 * @param file    the file
 * @param line    the line, from 1
 * @param column  the column, from 1, in code points
 * @param message the problem
 * @param source  the source line
 * @param hint    the remedy, or null
 */
public record RuleProblem(
        String file,
        int line,
        int column,
        String message,
        String source,
        @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) String hint) {

    /** Formats the problem in one line: position, message and hint. */
    public String sentence() {
        return "%s:%d:%d: %s%s".formatted(file, line, column, message, hint == null ? "" : "; " + hint);
    }

    /**
     * Formats the problem in several lines for a terminal: position and message, the source line, a caret, the hint.
     */
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

    /** The blanks before the caret; tabs are kept, so that the caret aligns with the character. */
    private String indentation() {
        StringBuilder blanks = new StringBuilder();
        source.codePoints().limit(column - 1L).forEach(c -> blanks.append(c == '\t' ? '\t' : ' '));
        return blanks.toString();
    }
}
