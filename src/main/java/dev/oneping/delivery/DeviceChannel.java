package dev.oneping.delivery;

import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserRef;
import java.util.List;

/**
 * The port by which notifications reach the live sessions of a device on any node. Implemented by the connection
 * feature. Delivery is best effort: a lost frame costs one ack window, never the notification.
 */
public interface DeviceChannel {

    /**
     * Sends a notification to each given session of the device; only the first of them may ring.
     *
     * @param sessions the device's live sessions, the most attentive first
     */
    void present(UserRef user, DeviceId device, List<SessionLocation> sessions, DeviceMessage presentation);

    /** Retracts a notification from the given sessions, and from any newer session of the device on this node. */
    void retract(UserRef user, DeviceId device, List<SessionLocation> sessions, Retraction retraction);
}
