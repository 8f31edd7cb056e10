package dev.oneping.connection.frame;

import dev.oneping.model.DeviceId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.Variant;
import dev.oneping.presence.watch.GroupPresence;
import dev.oneping.presence.watch.VisiblePresence;
import dev.oneping.presence.watch.WatchRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server says to a device, the same on every transport. */
public sealed interface ServerFrame {

    /**
     * The answer to a hello.
     *
     * @param session    the session that is open now
     * @param device     its device
     * @param heartbeat  how often the server pings
     * @param lease      how long the session would live without its server
     * @param serverTime the server's clock, for the client to correct its own by
     * @param resumed    where the log of numbered frames stands; null where the client did not ask
     * @param handled    which of the notifications that the client shows are to be taken away; null where it shows none
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
     * What became of a wish to resume.
     *
     * @param epoch     names the log from here on
     * @param offset    the number of the last frame in it
     * @param recovered whether every frame that the client missed follows; if not, what it knows may be out of date
     */
    record Resumed(String epoch, long offset, boolean recovered) {}

    /**
     * Show this.
     *
     * @param notification what to show
     * @param attempt      which attempt, from 1
     * @param ring         whether this session may make a sound
     * @param ackBy        when the escalation goes on without an answer
     * @param show         how much of the content is shown; it is already cut to that
     */
    record Notify(Notification notification, int attempt, boolean ring, Instant ackBy, Variant show)
            implements ServerFrame {}

    /** Show it no longer, whether or not it was shown. */
    record Retract(NotificationId notification, String reason) implements ServerFrame {}

    /**
     * The answer to a wish to sound.
     *
     * @param granted   whether this session may sound now
     * @param fence     grows with each new holder of the right
     * @param expiresAt when the right ends, this session's or that of the one that has it; null where nothing rings here
     */
    record Ring(
            NotificationId notification,
            boolean granted,
            long fence,
            @Nullable Instant expiresAt) implements ServerFrame {}

    /**
     * How people are seen.
     *
     * @param snapshot whether it answers a wish to watch, with all that it is for; else only what has changed
     * @param people   each as it is seen now
     * @param groups   those of which members or counts are told
     */
    record Presence(boolean snapshot, List<VisiblePresence> people, List<GroupPresence> groups) implements ServerFrame {

        /** Copies the lists. */
        public Presence {
            people = List.copyOf(people);
            groups = List.copyOf(groups);
        }
    }

    /** These are not told any more, for it is not allowed any more. */
    record Unwatch(WatchRequest ended) implements ServerFrame {}

    /** The answer to a ping frame. */
    record Pong() implements ServerFrame {}

    /** The connection will be closed in a moment; come back after that pause. */
    record Goaway(Duration reconnectAfter) implements ServerFrame {}

    /** A frame was refused; see {@link ErrorCode}. */
    record Error(ErrorCode code, String detail) implements ServerFrame {}
}
