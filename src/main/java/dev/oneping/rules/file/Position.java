package dev.oneping.rules.file;

/**
 * A place in a file, as editors count: line and column from 1, columns in code points.
 *
 * @param line   which line
 * @param column which character of it
 */
record Position(int line, int column) {
    static final Position START = new Position(1, 1);
}
