package dev.oneping.delivery;

import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** What the device side may do to a notification. */
public interface AckPort {

    /**
     * Takes an ack. Acks are idempotent, and accepted late: whatever the state, the answer says what became of it.
     *
     * @return the result, {@link Result#UNKNOWN} if that person has no such notification
     */
    Uni<Result> ack(UserRef user, NotificationId notification, DeviceId device, AckKind kind);

    /**
     * Which of the notifications that a device shows it is to show no longer: they have ended, have moved on, wait, or were
     * never that person's.
     */
    Uni<List<NotificationId>> handled(UserRef user, DeviceId device, List<NotificationId> shown);

    /** What became of an ack. */
    enum Result {
        /** It changed the notification's life. */
        TAKEN,
        /** It had been said before, or says less than what is known. */
        REPEATED,
        /** The notification had ended before. */
        LATE,
        /** There is no such notification of that person. */
        UNKNOWN
    }
}
