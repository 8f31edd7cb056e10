package dev.oneping.presence.device;

import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserRef;
import java.util.List;

/**
 * A CDI event: a device was removed, and its credentials no longer count. Its sessions have ended, but their connections are
 * still open.
 *
 * @param sessions the sessions that it had, on any node
 */
public record DeviceRevoked(UserRef user, DeviceId device, List<SessionLocation> sessions) {

    /** Copies the sessions. */
    public DeviceRevoked {
        sessions = List.copyOf(sessions);
    }
}
