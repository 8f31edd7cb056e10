package dev.oneping.connection;

import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.connection.frame.WrittenFrame;
import dev.oneping.model.NotificationId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The notifications of one connection: each attempt is sent once, numbered if the client resumes, and confirmed if the client
 * promises receipts. Confined to the connection's event loop, except where noted.
 */
public final class ConnectionNotifications {

    private final Connection connection;
    private @Nullable RecentRetractions retractions;
    private @Nullable ShownAttempts shown;
    private @Nullable Map<NotificationId, Integer> unreceived;
    private volatile @Nullable ResumeBuffer buffer;
    private boolean sounded;
    private boolean receipts;

    /** Creates an empty one. */
    ConnectionNotifications(Connection connection) {
        this.connection = connection;
    }

    /** Numbers all frames from now on, continuing this buffer. */
    public void numberWith(ResumeBuffer continued) {
        buffer = continued;
        shown = continued.shown();
    }

    /** Returns the epoch of the resume buffer; null if the client does not resume. Thread-safe. */
    @Nullable
    public String epoch() {
        ResumeBuffer own = buffer;
        return own == null ? null : own.epoch();
    }

    /** Returns whether the resume buffer was taken from another live connection within this time. */
    public boolean isTakenWithin(Duration time, long nanos) {
        ResumeBuffer own = buffer;
        return own != null && own.isTakenWithin(time, nanos);
    }

    /** Releases the resume buffer of an ended connection for use by another one. */
    @Nullable
    public ResumeBuffer releaseBuffer() {
        ResumeBuffer own = buffer;
        buffer = null;
        shown = null;
        unreceived = null;
        return own;
    }

    /** Records that the client has an attempt, which is therefore not sent again. */
    public void hasShown(NotificationId id, int attempt) {
        attempts().add(id, attempt);
    }

    /** Records whether the client promises to confirm every notification that it receives. */
    public void promisesReceipts(boolean promised) {
        receipts = promised;
    }

    /** Returns whether the client promises that. */
    public boolean promisesReceipts() {
        return receipts;
    }

    /** Records that the client has received a notification. */
    public void received(NotificationId id) {
        if (unreceived != null && unreceived.remove(id) != null && unreceived.isEmpty()) {
            unreceived = null;
        }
    }

    /** Handles the end of the time within which the client had to confirm an attempt. */
    void requireReceipt(NotificationId id, int attempt) {
        if (connection.isLive() && unreceived != null && unreceived.remove(id, attempt)) {
            connection.unreceived(id, attempt);
        }
    }

    /** Records the user's answer in this session. */
    public void answered(NotificationId id) {
        if (shown != null) {
            shown.remove(id);
        }
    }

    /** Sends what the client missed. */
    void replay(Replay replay) {
        sounded = replay.rings();
        for (String frame : replay.frames()) {
            connection.send(frame);
            if (WrittenFrame.isNotify(frame)) {
                expectReceipt(WrittenFrame.notification(frame), WrittenFrame.attempt(frame));
            }
        }
        replay.retracts().forEach(frame -> retract(WrittenFrame.notification(frame), frame));
    }

    /** Sends a frame that has waited for the welcome; what the client has already is left out. */
    void sendWaiting(String frame) {
        if (WrittenFrame.isNotify(frame)) {
            present(WrittenFrame.notification(frame), frame, true);
        } else if (WrittenFrame.isRetract(frame)) {
            retract(WrittenFrame.notification(frame), frame);
        } else {
            connection.send(frame);
        }
    }

    /**
     * Shows a notification, unless a later version retracted it or the client has this attempt.
     *
     * @param again whether the attempt began earlier, and is sent because its device came back; of these only one sounds
     */
    public void present(NotificationId id, long version, String frame, boolean again) {
        if (retractions == null || !retractions.isOvertaken(id, version)) {
            present(id, frame, again);
        }
    }

    /** Retracts a notification. */
    public void retract(NotificationId id, long version, String frame) {
        if (connection.isLive() || connection.isOpening()) {
            if (retractions == null) {
                retractions = new RecentRetractions();
            }
            retractions.record(id, version);
            retract(id, frame);
        }
    }

    /** Retracts everything that the client shows. */
    void retractAll(String reason) {
        if (connection.isLive() && shown != null) {
            shown.notifications().forEach(id -> retract(id, FrameWriter.write(new ServerFrame.Retract(id, reason))));
        }
    }

    private void present(NotificationId id, String frame, boolean again) {
        if (connection.isOpening()) {
            // What the client has already is known only when its hello was processed.
            connection.send(frame);
            return;
        }
        int attempt = WrittenFrame.attempt(frame);
        if (connection.isLive() && attempts().add(id, attempt)) {
            boolean rings = again && WrittenFrame.rings(frame);
            connection.send(numbered(rings && sounded ? WrittenFrame.silent(frame) : frame));
            sounded = sounded || rings;
            expectReceipt(id, attempt);
        }
    }

    private void retract(NotificationId id, String frame) {
        if (connection.isOpening()) {
            connection.send(frame);
            return;
        }
        answered(id);
        received(id);
        connection.send(numbered(frame));
    }

    private void expectReceipt(NotificationId id, int attempt) {
        if (receipts && connection.isLive()) {
            if (unreceived == null) {
                unreceived = HashMap.newHashMap(1);
            }
            unreceived.put(id, attempt);
            connection.loop().heartbeat().expectReceipt(connection, id, attempt);
        }
    }

    private ShownAttempts attempts() {
        if (shown == null) {
            shown = new ShownAttempts();
        }
        return shown;
    }

    private String numbered(String frame) {
        ResumeBuffer own = buffer;
        return own == null ? frame : own.number(frame);
    }
}
