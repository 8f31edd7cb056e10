package dev.oneping.rules.file.source;

/**
 * A position in a file, as editors count: line and column from 1, columns in code points.
 *
 * @param line   the line
 * @param column the column
 */
public record Position(int line, int column) {
    public static final Position START = new Position(1, 1);
}
