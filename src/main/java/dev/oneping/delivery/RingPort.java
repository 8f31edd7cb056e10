package dev.oneping.delivery;

import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;

/** By which a session asks whether it may sound now. */
@FunctionalInterface
public interface RingPort {

    /**
     * Asks for the person's one right to sound, or to have it for longer. Only the device that is being asked to ring gets
     * it, and of all its sessions, and those of other devices, only one at a time.
     */
    Uni<RingLease> ask(UserRef user, DeviceId device, SessionId session, NotificationId notification);
}
