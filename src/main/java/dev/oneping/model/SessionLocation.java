package dev.oneping.model;

/**
 * Where a session is held.
 *
 * @param session the session
 * @param node    the process that holds its connection
 */
public record SessionLocation(SessionId session, NodeId node) {}
