package dev.oneping.connection.frame;

import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.presence.report.Report;
import dev.oneping.watch.WatchRequest;
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
     * @param odd      the observations that were left out because they are invalid
     */
    record Hello(
            DeviceId device,
            String platform,
            Report report,
            @Nullable Cursor resume,
            List<NotificationId> shown,
            List<Ack> acks,
            @Nullable WatchRequest watch,
            List<IgnoredField> odd)
            implements ClientFrame {

        /** Copies the lists. */
        public Hello {
            shown = List.copyOf(shown);
            acks = List.copyOf(acks);
            odd = List.copyOf(odd);
        }
    }

    /**
     * An invalid value that was ignored, so that the rest of its frame counts.
     *
     * @param field its place, as a JSON pointer within the frame
     * @param rule  the broken rule, as the end of a sentence that begins with the field
     */
    record IgnoredField(String field, String rule) {}

    /**
     * A client's position in a numbered sequence of frames.
     *
     * @param epoch  identifies the sequence; null if the client has none yet
     * @param offset the number of the last received frame
     */
    record Cursor(@Nullable String epoch, long offset) {}

    /** The device's current observations. */
    record Observed(Report report, List<IgnoredField> odd) implements ClientFrame {

        /** Copies the list. */
        public Observed {
            odd = List.copyOf(odd);
        }
    }

    /** The user's answer to a notification on this device. */
    record Ack(NotificationId notification, AckKind kind) implements ClientFrame {}

    /** The device could not show a notification, so no ack will follow. */
    record Nack(NotificationId notification) implements ClientFrame {}

    /** A new device token, so that the session outlives the one that opened it. */
    record Token(String token) implements ClientFrame {

        /** Leaves the token out: it must not reach a log. */
        @Override
        public String toString() {
            return "Token[REDACTED]";
        }
    }

    /** A request to sound for a notification, or to continue sounding. */
    record Ring(NotificationId notification) implements ClientFrame {}

    /** A request to watch users' presence from now on. */
    record Watch(WatchRequest request) implements ClientFrame {}

    /** A request to stop watching. */
    record Unwatch(WatchRequest request) implements ClientFrame {}

    /**
     * A request to hear of changes of the user's list of notifications, or no longer.
     *
     * @param inbox whether to hear of them
     */
    record Follow(boolean inbox) implements ClientFrame {}

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
