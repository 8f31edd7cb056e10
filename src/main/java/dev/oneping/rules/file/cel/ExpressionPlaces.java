package dev.oneping.rules.file.cel;

import dev.oneping.rules.file.source.Located.Scalar;
import dev.oneping.rules.file.source.Position;
import dev.oneping.rules.file.source.SourceText;

/**
 * Maps characters of an expression to positions in the file, for all YAML styles: plain, quoted, folded or block. All
 * styles preserve non-blank characters and their order, so the two texts are walked in parallel.
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

    /** The offset in the expression of a line, from 1, and a column, from 0, as its compiler reports them. */
    int offset(int line, int column) {
        int offset = 0;
        for (int seen = 1; seen < line && offset < expression.length; offset++) {
            seen += expression[offset] == '\n' ? 1 : 0;
        }
        return Math.clamp((long) offset + Math.max(0, column), 0, expression.length);
    }

    /** The rest of the expression, starting at an offset. */
    String rest(int offset) {
        return new String(expression, offset, expression.length - offset);
    }

    /**
     * The position of the character at an offset; for the end of the expression, the position after the last
     * character.
     */
    Position position(int offset) {
        if (expression.length == 0) {
            return scalar.at();
        }
        int expected = Math.min(offset, expression.length - 1);
        Cursor cursor = new Cursor();
        cursor.skipBlockHeader();
        Position found = scalar.at();
        for (int i = 0; i <= expected; i++) {
            if (!Character.isWhitespace(expression[i])) {
                found = cursor.find(expression[i]);
            } else if (i == expected) {
                found = cursor.place();
            }
        }
        return offset > expected ? new Position(found.line(), found.column() + 1) : found;
    }

    /** Walks the file from the start of the scalar. */
    private final class Cursor {
        private int line = scalar.at().line();
        private int column = scalar.at().column();

        Position place() {
            return new Position(line, column);
        }

        /** Skips the header of a block scalar, whose text begins in the line after {@code |} or {@code >}. */
        void skipBlockHeader() {
            int first = current();
            if (first == '|' || first == '>') {
                line++;
                column = 1;
            }
        }

        /**
         * Moves past the next occurrence of a character and returns its position; the scalar's start at the end of
         * the file.
         */
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
