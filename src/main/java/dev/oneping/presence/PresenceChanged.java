package dev.oneping.presence;

import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import java.util.Set;

/**
 * A CDI event: somebody's presence has changed in a way that may alter a decision. It is fired by the node that made the
 * change, after the change is stored, on the thread of Redis's answer: observers must be quick. It may be missed when that
 * node dies in between, so nothing may depend on it alone.
 *
 * @param user    whose
 * @param arrived devices that have a new live session, whether or not they had another
 * @param offline devices that have lost their last one
 * @param routing whether attention, battery (low or charging), network or zone of a device is another than before
 */
public record PresenceChanged(UserRef user, Set<DeviceId> arrived, Set<DeviceId> offline, boolean routing) {

    /** Copies the sets. */
    public PresenceChanged {
        arrived = Set.copyOf(arrived);
        offline = Set.copyOf(offline);
    }
}
