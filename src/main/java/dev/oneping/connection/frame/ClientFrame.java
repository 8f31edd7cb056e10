package dev.oneping.connection.frame;

import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.watch.WatchRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A frame from a device, the same on every transport. Invalid input is represented as well: {@link Malformed}. */
public sealed interface ClientFrame {

    /**
     * The first frame of a session.
     *
     * @param device   the device; must be the one that the token is for
     * @param platform for example {@code web}, {@code ios}
     * @param report   the device's observations; {@link Report#EMPTY} if there are none
     * @param resume   the client's position in its resume buffer; null if it does not resume
     * @param shown    the notifications that it currently shows
     * @param acks     the user's answers while there was no connection
     * @param watch    the requested watches; null for none
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
     * A client's position in a numbered sequence of frames.
     *
     * @param epoch  identifies the sequence; null if the client has none yet
     * @param offset the number of the last received frame
     */
    record Cursor(@Nullable String epoch, long offset) {}

    /** The device's current observations. */
    record Observed(Report report) implements ClientFrame {}

    /** The user's answer to a notification on this device. */
    record Ack(NotificationId notification, AckKind kind) implements ClientFrame {}

    /** The device could not show a notification, so no ack will follow. */
    record Nack(NotificationId notification) implements ClientFrame {}

    /** A request to sound for a notification, or to continue sounding. */
    record Ring(NotificationId notification) implements ClientFrame {}

    /** A request to watch users' presence from now on. */
    record Watch(WatchRequest request) implements ClientFrame {}

    /** A request to stop watching. */
    record Unwatch(WatchRequest request) implements ClientFrame {}

    /** A request for a pong, for clients that cannot send transport-level pings. */
    record Ping() implements ClientFrame {}

    /** The last frame: the device disconnects on purpose. */
    record Bye() implements ClientFrame {}

    /**
     * An invalid frame.
     *
     * @param code   the kind of error
     * @param detail one sentence that explains it, naming the field if there is one
     */
    record Malformed(ErrorCode code, String detail) implements ClientFrame {}
}
