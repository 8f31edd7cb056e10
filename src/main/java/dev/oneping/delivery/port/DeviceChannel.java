package dev.oneping.delivery.port;

import dev.oneping.delivery.life.Retraction;
import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserRef;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    /**
     * Sends a running attempt once more, because the device came back and may not have it. Sessions that have it ignore
     * it, and each sounds at most once for all that it is sent in this way.
     */
    default void presentAgain(
            UserRef user, DeviceId device, List<SessionLocation> sessions, DeviceMessage presentation) {
        present(user, device, sessions, presentation);
    }

    /** Retracts a notification from the given sessions, and from any newer session of the device on this node. */
    void retract(UserRef user, DeviceId device, List<SessionLocation> sessions, Retraction retraction);

    /** Retracts a notification that several devices show without sound from every session of theirs. */
    default void retractFromAll(UserRef user, Set<DeviceId> devices, Retraction retraction) {
        devices.forEach(device -> retract(user, device, List.of(), retraction));
    }

    /**
     * Retracts a notification from every session of the device but the one in which the user answered it.
     *
     * @param answered that session; null if the answer came without one
     */
    default void retractFromOthers(UserRef user, DeviceId device, @Nullable SessionId answered, Retraction retraction) {
        retract(user, device, List.of(), retraction);
    }
}
