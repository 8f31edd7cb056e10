package dev.oneping.presence.session;

import dev.oneping.model.SessionLocation;
import dev.oneping.presence.Presence;
import java.util.List;

/** The result of opening a session. */
public sealed interface OpenResult {

    /**
     * The session is open.
     *
     * @param presence the user's presence including it
     * @param replaced the client's earlier sessions, with the nodes that hold their connections, which can be closed
     *                 now
     */
    record Opened(Presence presence, List<SessionLocation> replaced) implements OpenResult {

        /** Copies the sessions. */
        public Opened {
            replaced = List.copyOf(replaced);
        }
    }

    /** The user has reached the device limit. */
    record TooManyDevices(int limit) implements OpenResult {}

    /** The device has reached the limit of live sessions. */
    record TooManySessions(int limit) implements OpenResult {}
}
