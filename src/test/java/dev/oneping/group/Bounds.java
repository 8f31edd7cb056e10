package dev.oneping.group;

/** Limits that a test can reach. */
record Bounds(int members, int perTenant, int subscribers, int topics, int subscribersAtOnce) implements GroupConfig {

    static final Bounds SMALL = new Bounds(5, 2, 3, 2, 5);
}
