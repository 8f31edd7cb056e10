package dev.oneping.connection.frame;

import dev.oneping.delivery.port.InboxUpdate;
import dev.oneping.model.DeviceId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.Variant;
import dev.oneping.watch.GroupPresence;
import dev.oneping.watch.VisiblePresence;
import dev.oneping.watch.WatchRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A frame from the server to a device, the same on every transport. */
public sealed interface ServerFrame {

    /**
     * The answer to a hello.
     *
     * @param session    the session that is now open
     * @param device     its device
     * @param heartbeat  the interval of the server's pings
     * @param lease      the time that the session would outlive its server
     * @param serverTime the server's clock, for clock correction on the client
     * @param resumed    the state of the resume buffer; null if the client did not ask to resume
     * @param handled    the shown notifications that the client must remove; null if it shows none
     */
    record Welcome(
            SessionId session,
            DeviceId device,
            Duration heartbeat,
            Duration lease,
            Instant serverTime,
            @Nullable Resumed resumed,
            @Nullable List<NotificationId> handled)
            implements ServerFrame {

        /** Copies the list. */
        public Welcome {
            handled = handled == null ? null : List.copyOf(handled);
        }
    }

    /**
     * The result of a resume request.
     *
     * @param epoch     identifies the sequence of frames from now on
     * @param offset    the number of its last frame
     * @param recovered whether every missed frame follows; if not, the client's state may be out of date
     */
    record Resumed(String epoch, long offset, boolean recovered) {}

    /**
     * Shows a notification.
     *
     * @param notification the notification
     * @param attempt      the number of the attempt, from 1
     * @param ring         whether this session may make a sound
     * @param ackBy        when the escalation continues without an answer
     * @param show         how much of the content is shown; the content is already cut to that
     */
    record Notify(Notification notification, int attempt, boolean ring, Instant ackBy, Variant show)
            implements ServerFrame {}

    /** Removes a notification, whether or not it was shown. */
    record Retract(NotificationId notification, String reason) implements ServerFrame {}

    /**
     * The answer to a ring request.
     *
     * @param granted   whether this session may sound now
     * @param fence     grows with each new holder of the right
     * @param expiresAt when the right ends, whichever session holds it; null if no session rings
     */
    record Ring(
            NotificationId notification,
            boolean granted,
            long fence,
            @Nullable Instant expiresAt) implements ServerFrame {}

    /**
     * The presence of watched users.
     *
     * @param snapshot whether it is the complete answer to a watch request; otherwise only changes
     * @param people   the current presence of each user
     * @param groups   the groups with new members or counts
     */
    record Presence(boolean snapshot, List<VisiblePresence> people, List<GroupPresence> groups) implements ServerFrame {

        /** Copies the lists. */
        public Presence {
            people = List.copyOf(people);
            groups = List.copyOf(groups);
        }
    }

    /** The watches that have ended because they are no longer allowed. */
    record Unwatch(WatchRequest ended) implements ServerFrame {}

    /**
     * News of the user's list of notifications.
     *
     * @param open    the number of open notifications
     * @param changed the current state of those that have changed; empty in the answer to a follow frame
     * @param missed  whether other changes are left out, so that the client should read the list
     */
    record Inbox(int open, List<InboxUpdate.Entry> changed, boolean missed) implements ServerFrame {

        /** Copies the list. */
        public Inbox {
            changed = List.copyOf(changed);
        }
    }

    /** The answer to a ping frame. */
    record Pong() implements ServerFrame {}

    /** Announces that the connection will be closed; the client reconnects after the given delay. */
    record Goaway(Duration reconnectAfter) implements ServerFrame {}

    /** An invalid value that was ignored; the rest of its frame counts. Sent once per session and field. */
    record Warning(String detail) implements ServerFrame {}

    /** A rejected frame; see {@link ErrorCode}. */
    record Error(ErrorCode code, String detail) implements ServerFrame {}
}
