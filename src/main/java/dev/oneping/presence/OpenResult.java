package dev.oneping.presence;

import dev.oneping.model.SessionLocation;
import java.util.List;

/** What became of the wish to open a session. */
public sealed interface OpenResult {

    /**
     * It is open.
     *
     * @param presence the person's presence with it
     * @param replaced the sessions that its client had before, and where their connections are held that can be closed now
     */
    record Opened(Presence presence, List<SessionLocation> replaced) implements OpenResult {

        /** Copies the sessions. */
        public Opened {
            replaced = List.copyOf(replaced);
        }
    }

    /** The person has as many devices as are allowed, and this would be one more. */
    record TooManyDevices(int limit) implements OpenResult {}

    /** The device has as many live sessions as are allowed. */
    record TooManySessions(int limit) implements OpenResult {}
}
