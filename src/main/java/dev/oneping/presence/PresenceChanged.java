package dev.oneping.presence;

import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import java.util.Set;

/**
 * A CDI event: a presence change that may alter a routing decision. The node that made the change fires it once the
 * change is stored, on the thread of the Redis reply, so observers must be quick. It is lost if that node dies in
 * between, so nothing may depend on it alone.
 *
 * @param user    the user
 * @param arrived devices with a new live session, even if they had another
 * @param offline devices that have lost their last session
 * @param routing whether attention, battery (low, charging, or its last minutes), network or zone of a device changed
 */
public record PresenceChanged(UserRef user, Set<DeviceId> arrived, Set<DeviceId> offline, boolean routing) {

    /** Copies the sets. */
    public PresenceChanged {
        arrived = Set.copyOf(arrived);
        offline = Set.copyOf(offline);
    }
}
