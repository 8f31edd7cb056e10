package dev.oneping.delivery.port;

import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The port by which the device side acknowledges notifications. */
public interface AckPort {

    /**
     * Records an ack. Acks are idempotent and also accepted late: the result says what effect the ack had in the
     * current state.
     *
     * @return the result, {@link Result#UNKNOWN} if the user has no such notification
     */
    default Uni<Result> ack(UserRef user, NotificationId notification, DeviceId device, AckKind kind) {
        return ack(user, notification, device, null, kind);
    }

    /**
     * Does the same for the user's answer in one session of the device: its other sessions lose the notification.
     *
     * @param session the session that sent the ack; null if it came without one, so that every session loses it
     */
    Uni<Result> ack(
            UserRef user, NotificationId notification, DeviceId device, @Nullable SessionId session, AckKind kind);

    /** Returns the current state of notifications that the device shows. */
    Uni<ShownState> reconcile(UserRef user, DeviceId device, Collection<NotificationId> shown);

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
