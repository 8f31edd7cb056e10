package dev.oneping.connection.node;

import dev.oneping.connection.DeviceAddress;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A frame for sessions of one device on one node. Between nodes it is two lines: an address line, whose parts contain
 * no blank, and the frame as the device will receive it, which is passed on unparsed.
 *
 * @param kind    the kind of frame
 * @param id      the notification
 * @param version the version of the notification's state that sent the frame
 * @param address the device
 * @param to      its sessions; may be empty for a retraction, which addresses every session of the device
 * @param frame   JSON on one line
 */
record NodeFrame(Kind kind, NotificationId id, long version, DeviceAddress address, List<SessionId> to, String frame) {

    enum Kind {
        /** Shows an attempt. */
        PRESENT,
        /** Shows a running attempt to a device that came back. */
        REPEAT,
        /** Removes a notification. */
        RETRACT,
        /** Removes a notification from every session of the device but the named one, in which the user answered it. */
        ANSWERED
    }

    private static final int PARTS = 6;

    /** Copies the sessions. */
    NodeFrame {
        to = List.copyOf(to);
    }

    /** Encodes it as two lines, each with a line break. */
    String encode() {
        String sessions = to.stream().map(SessionId::value).collect(Collectors.joining(","));
        return kind + " " + id + " " + version + " " + address.user() + " " + address.device() + " " + sessions + "\n"
                + frame + "\n";
    }

    /**
     * Decodes the result of {@link #encode()}.
     *
     * @throws IllegalArgumentException if the address line has another form, for example from a newer node
     */
    static NodeFrame decode(String line, String frame) {
        String[] parts = line.split(" ", -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("an address line has " + PARTS + " parts, not " + parts.length);
        }
        return new NodeFrame(
                Kind.valueOf(parts[0]),
                new NotificationId(parts[1]),
                Long.parseLong(parts[2]),
                new DeviceAddress(UserRef.parse(parts[3]), new DeviceId(parts[4])),
                sessions(parts[5]),
                frame);
    }

    private static List<SessionId> sessions(String list) {
        return list.isEmpty()
                ? List.of()
                : Arrays.stream(list.split(",")).map(SessionId::new).toList();
    }
}
