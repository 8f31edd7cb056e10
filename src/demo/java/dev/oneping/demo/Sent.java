package dev.oneping.demo;

/**
 * A notification that an app has sent.
 *
 * @param id    as the service named it
 * @param title as a person would call it
 */
record Sent(String id, String title) {}
