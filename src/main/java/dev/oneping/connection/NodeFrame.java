package dev.oneping.connection;

import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A frame on its way to sessions of one device on one node. Between nodes it is two lines: an address line, in which no
 * part can hold a blank, and the frame as the device will get it, which is passed on without being read.
 *
 * @param kind    what the frame does
 * @param id      the notification
 * @param version the version of the notification's life that sent the frame
 * @param address the device
 * @param to      its sessions; may be empty for a retraction, which goes to every session of the device
 * @param frame   JSON on one line
 */
record NodeFrame(Kind kind, NotificationId id, long version, DeviceAddress address, List<SessionId> to, String frame) {

    enum Kind {
        PRESENT,
        RETRACT
    }

    private static final int PARTS = 6;

    /** Copies the sessions. */
    NodeFrame {
        to = List.copyOf(to);
    }

    /** Two lines, each with its line break. */
    String encode() {
        String sessions = to.stream().map(SessionId::value).collect(Collectors.joining(","));
        return kind + " " + id + " " + version + " " + address.user() + " " + address.device() + " " + sessions + "\n"
                + frame + "\n";
    }

    /**
     * Reads what {@link #encode()} wrote.
     *
     * @throws IllegalArgumentException if the address line is of another form, as of a newer node
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
