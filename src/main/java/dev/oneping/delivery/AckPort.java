package dev.oneping.delivery;

import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** The port by which the device side acknowledges notifications. */
public interface AckPort {

    /**
     * Records an ack. Acks are idempotent and also accepted late: the result says what effect the ack had in the
     * current state.
     *
     * @return the result, {@link Result#UNKNOWN} if the user has no such notification
     */
    Uni<Result> ack(UserRef user, NotificationId notification, DeviceId device, AckKind kind);

    /**
     * Returns those of the shown notifications that the device must remove: they have ended, have moved to another
     * device, or never belonged to the user.
     */
    Uni<List<NotificationId>> handled(UserRef user, DeviceId device, List<NotificationId> shown);

    /** The result of an ack. */
    enum Result {
        /** The ack changed the state. */
        TAKEN,
        /** The same ack was recorded before, or a stronger one. */
        REPEATED,
        /** The notification had already ended. */
        LATE,
        /** The user has no such notification. */
        UNKNOWN
    }
}
