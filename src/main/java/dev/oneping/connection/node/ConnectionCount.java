package dev.oneping.connection.node;

import dev.oneping.connection.LocalSessions;
import jakarta.inject.Singleton;

/** The number of device sessions whose connections this node holds. */
@Singleton
public class ConnectionCount {

    private final LocalSessions sessions;

    ConnectionCount(LocalSessions sessions) {
        this.sessions = sessions;
    }

    /** Returns the number now. */
    public int open() {
        return sessions.count();
    }
}
