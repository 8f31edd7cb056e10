package dev.oneping.model;

/**
 * The node that holds a session.
 *
 * @param session the session
 * @param node    the process that holds its connection
 */
public record SessionLocation(SessionId session, NodeId node) {}
