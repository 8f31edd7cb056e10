package dev.oneping.connection.frame;

import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.watch.WatchRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a device says, the same on every transport. What cannot be understood is a frame as well: {@link Malformed}. */
public sealed interface ClientFrame {

    /**
     * The first frame of a session.
     *
     * @param device   which device this is; must be the one that the token is for
     * @param platform for example {@code web}, {@code ios}
     * @param report   what the device knows; {@link Report#EMPTY} where it did not say
     * @param resume   how far the client has read; null of a client that does not resume
     * @param shown    the notifications that it shows now
     * @param acks     what a person has answered while there was no connection
     * @param watch    whom the client watches; null for nobody
     */
    record Hello(
            DeviceId device,
            String platform,
            Report report,
            @Nullable Cursor resume,
            List<NotificationId> shown,
            List<Ack> acks,
            @Nullable WatchRequest watch)
            implements ClientFrame {

        /** Copies the lists. */
        public Hello {
            shown = List.copyOf(shown);
            acks = List.copyOf(acks);
        }
    }

    /**
     * How far a client has read a log of numbered frames.
     *
     * @param epoch  names the log; null where the client has none yet
     * @param offset the number of the last frame that it has
     */
    record Cursor(@Nullable String epoch, long offset) {}

    /** What the device knows now. */
    record Observed(Report report) implements ClientFrame {}

    /** What became of a notification on this device. */
    record Ack(NotificationId notification, AckKind kind) implements ClientFrame {}

    /** The device could not show a notification; there is no use in waiting for an ack. */
    record Nack(NotificationId notification) implements ClientFrame {}

    /** A wish to sound for a notification, or to go on sounding. */
    record Ring(NotificationId notification) implements ClientFrame {}

    /** A wish to see these people, and to be told how they are seen from now on. */
    record Watch(WatchRequest wish) implements ClientFrame {}

    /** No wish any more to see these. */
    record Unwatch(WatchRequest wish) implements ClientFrame {}

    /** A wish for a pong, of clients that cannot send pings of the transport. */
    record Ping() implements ClientFrame {}

    /** The last frame: the device leaves on purpose. */
    record Bye() implements ClientFrame {}

    /**
     * What could not be understood.
     *
     * @param code   why
     * @param detail what is wrong in one sentence, naming the field if there is one
     */
    record Malformed(ErrorCode code, String detail) implements ClientFrame {}
}
