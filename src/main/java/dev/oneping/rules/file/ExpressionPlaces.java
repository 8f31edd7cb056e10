package dev.oneping.rules.file;

import dev.oneping.rules.file.Located.Scalar;

/**
 * Finds where a character of an expression stands in the file, whichever way YAML wrote it: plain, quoted, folded or as a
 * block. All styles keep the characters that are no blanks, and their order; so the two texts are walked side by side.
 */
final class ExpressionPlaces {

    private final Scalar scalar;
    private final int[] expression;
    private final SourceText source;

    ExpressionPlaces(Scalar scalar, SourceText source) {
        this.scalar = scalar;
        this.expression = scalar.text().codePoints().toArray();
        this.source = source;
    }

    /** The offset in the expression of what its compiler calls a line, from 1, and a column, from 0. */
    int offset(int line, int column) {
        int offset = 0;
        for (int seen = 1; seen < line && offset < expression.length; offset++) {
            seen += expression[offset] == '\n' ? 1 : 0;
        }
        return Math.clamp((long) offset + Math.max(0, column), 0, expression.length);
    }

    /** The expression from an offset on. */
    String rest(int offset) {
        return new String(expression, offset, expression.length - offset);
    }

    /** Where the character at an offset stands; behind the last one, just behind it. */
    Position position(int offset) {
        if (expression.length == 0) {
            return scalar.at();
        }
        int wanted = Math.min(offset, expression.length - 1);
        Cursor cursor = new Cursor();
        cursor.skipBlockHeader();
        Position found = scalar.at();
        for (int i = 0; i <= wanted; i++) {
            if (!Character.isWhitespace(expression[i])) {
                found = cursor.find(expression[i]);
            } else if (i == wanted) {
                found = cursor.place();
            }
        }
        return offset > wanted ? new Position(found.line(), found.column() + 1) : found;
    }

    /** Walks the file from where the scalar begins. */
    private final class Cursor {
        private int line = scalar.at().line();
        private int column = scalar.at().column();

        Position place() {
            return new Position(line, column);
        }

        /** A block's text begins in the line after its {@code |} or {@code >}. */
        void skipBlockHeader() {
            int first = current();
            if (first == '|' || first == '>') {
                line++;
                column = 1;
            }
        }

        /** Goes on to the next place of a character, and past it; stays where the file ends. */
        Position find(int character) {
            while (line <= source.lines().size()) {
                for (int c = current(); c >= 0; c = current()) {
                    Position here = place();
                    column++;
                    if (c == character) {
                        return here;
                    }
                }
                line++;
                column = 1;
            }
            return scalar.at();
        }

        private int current() {
            String text = source.lines().get(line - 1);
            return column > text.codePointCount(0, text.length())
                    ? -1
                    : text.codePointAt(text.offsetByCodePoints(0, column - 1));
        }
    }
}
