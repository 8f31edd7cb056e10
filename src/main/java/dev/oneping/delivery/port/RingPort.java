package dev.oneping.delivery.port;

import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;

/** The port by which a session asks whether it may sound now. */
@FunctionalInterface
public interface RingPort {

    /**
     * Requests or renews the user's single right to sound. Only the device that is asked to ring gets it, and only one
     * session at a time, across all devices.
     */
    Uni<RingLease> ask(UserRef user, DeviceId device, SessionId session, NotificationId notification);
}
