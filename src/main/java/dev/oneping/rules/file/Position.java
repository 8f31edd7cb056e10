package dev.oneping.rules.file;

/**
 * A position in a file, as editors count: line and column from 1, columns in code points.
 *
 * @param line   the line
 * @param column the column
 */
record Position(int line, int column) {
    static final Position START = new Position(1, 1);
}
