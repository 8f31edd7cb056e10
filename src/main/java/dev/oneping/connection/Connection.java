package dev.oneping.connection;

import dev.oneping.connection.frame.ClientFrame.Malformed;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.frame.ErrorCode;
import dev.oneping.connection.frame.FrameReader;
import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.connection.frame.WrittenFrame;
import dev.oneping.model.NotificationId;
import dev.oneping.model.RateLimit;
import dev.oneping.model.SessionId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One device's connection on any transport, from acceptance to end: its stage, its limits, and its outbox. All state
 * is confined to one event loop; other threads use {@link #loop()}.
 *
 * <p>A process may hold a hundred thousand of these, so each field counts.
 */
public final class Connection extends TimerWheel.Entry {

    private enum Stage {
        /** Connected, waiting for the hello. */
        GREETING,
        /** The hello is being processed; nothing is read, and what is to be written waits for the welcome. */
        OPENING,
        /** Its session is open. */
        LIVE,
        /** Ended. */
        CLOSED
    }

    private final ConnectionLimits limits;
    private final EventLoop loop;
    private final Transport transport;
    private final DeviceAddress address;
    private @Nullable SessionId session;
    private @Nullable Outbox outbox;
    private @Nullable RecentRetractions retractions;
    private @Nullable ShownAttempts shown;
    private volatile @Nullable ResumeBuffer history;
    private long frameDebt;
    private long faultDebt;
    private Stage stage = Stage.GREETING;
    private boolean lost;
    private boolean silent;
    private boolean sounded;

    /** Creates the connection of an authenticated device, which must now send its hello. */
    Connection(ConnectionLimits limits, EventLoop loop, Transport transport, DeviceAddress address) {
        this.limits = limits;
        this.loop = loop;
        this.transport = transport;
        this.address = address;
        this.frameDebt = loop.nanoTime();
        this.faultDebt = frameDebt;
        limits.metrics().opened();
        loop.heartbeat().expectHello(this);
    }

    /** Returns the event loop that owns it. */
    public EventLoop loop() {
        return loop;
    }

    /** Returns the device. */
    public DeviceAddress address() {
        return address;
    }

    /** Returns its session, once a hello was accepted. */
    public SessionId session() {
        if (session == null) {
            throw new IllegalStateException("no hello was accepted yet");
        }
        return session;
    }

    /** Returns whether its hello is still missing. */
    boolean isGreeting() {
        return stage == Stage.GREETING;
    }

    /** Returns whether its hello is being processed. */
    boolean isOpening() {
        return stage == Stage.OPENING;
    }

    /** Returns whether its session is open. */
    boolean isLive() {
        return stage == Stage.LIVE;
    }

    // Called by the transport.

    /** Handles a text message. */
    public void received(byte[] message) {
        if (admits()) {
            limits.protocol().received(this, FrameReader.read(message));
        }
    }

    /** Rejects a binary message. */
    public void receivedBinary() {
        if (admits()) {
            limits.protocol()
                    .received(this, new Malformed(ErrorCode.BINARY_FRAME, "frames must be text messages, not binary"));
        }
    }

    /** Counts a message that the transport itself has handled, such as a ping, against the rate limit. */
    public void counted() {
        admits();
    }

    /** Records a response to a ping. */
    public void alive() {
        silent = false;
    }

    /** Writes the outbox, because the device reads again. */
    public void resume() {
        if (stage != Stage.LIVE) {
            return;
        }
        Outbox waiting = outbox;
        while (waiting != null && !waiting.isEmpty() && !transport.isFull()) {
            write(String.valueOf(waiting.poll()));
        }
        if (waiting != null && waiting.isEmpty()) {
            outbox = null;
        }
        if (!isBehind()) {
            limits.protocol().caughtUp(this);
        }
    }

    /**
     * Handles the end of the transport by the peer or the network.
     *
     * @param farewell whether the peer took its leave, as a page does that is closed or reloaded
     */
    public void gone(boolean farewell) {
        if (stage != Stage.CLOSED) {
            limits.metrics().lost();
            lost = !farewell;
            end();
        }
    }

    /** Returns whether it ended without the peer's will: by the network, or because this node ends. */
    boolean isLost() {
        return lost;
    }

    // Called by the protocol.

    /** Accepts a hello: until the welcome nothing is read, and frames to send wait. */
    void opening(SessionId id) {
        session = id;
        stage = Stage.OPENING;
        transport.pause();
    }

    /** Numbers all frames from now on, continuing this buffer. */
    void numberWith(ResumeBuffer log) {
        history = log;
        shown = log.shown();
    }

    /** Records that the client has an attempt, which is therefore not sent again. */
    void hasShown(NotificationId id, int attempt) {
        shownAttempts().add(id, attempt);
    }

    /** Records the user's answer in this session. */
    void answered(NotificationId id) {
        if (shown != null) {
            shown.remove(id);
        }
    }

    /** Returns the epoch of its resume buffer; null if its client does not resume. Thread-safe. */
    @Nullable
    String epoch() {
        ResumeBuffer log = history;
        return log == null ? null : log.epoch();
    }

    /** Returns whether its resume buffer was taken from another live connection within this time. */
    boolean isTakenWithin(Duration time, long nanos) {
        ResumeBuffer log = history;
        return log != null && log.isTakenWithin(time, nanos);
    }

    /** Ends the connection because its client has reconnected. */
    void replace() {
        close(CloseCode.REPLACED);
    }

    /** Releases the resume buffer of an ended connection for use by another one. */
    @Nullable
    ResumeBuffer releaseBuffer() {
        ResumeBuffer log = history;
        history = null;
        shown = null;
        return log;
    }

    /** Opens the session; what the client missed comes first, then what has waited for the welcome. */
    void welcome(ServerFrame.Welcome welcome, Replay replay) {
        stage = Stage.LIVE;
        loop.heartbeat().adopt(this);
        write(FrameWriter.write(welcome));
        Outbox waiting = outbox;
        outbox = null;
        sounded = replay.rings();
        replay.frames().forEach(this::send);
        replay.retracts().forEach(frame -> retract(WrittenFrame.notification(frame), frame));
        while (waiting != null && !waiting.isEmpty()) {
            sendWaiting(String.valueOf(waiting.poll()));
        }
        resume();
        transport.resume();
    }

    private void sendWaiting(String frame) {
        if (WrittenFrame.isNotify(frame)) {
            present(WrittenFrame.notification(frame), frame, true);
        } else if (WrittenFrame.isRetract(frame)) {
            retract(WrittenFrame.notification(frame), frame);
        } else {
            send(frame);
        }
    }

    /** Rejects the hello with an error and ends the connection. */
    void reject(ErrorCode error, String detail, CloseCode code) {
        if (stage == Stage.OPENING) {
            limits.metrics().refused(error);
            close(code, FrameWriter.write(new ServerFrame.Error(error, detail)));
        }
    }

    /** Sends a frame, now or when the device has read the earlier ones. */
    void send(String frame) {
        if (stage == Stage.CLOSED) {
            return;
        }
        if (stage == Stage.OPENING || outbox != null || transport.isFull()) {
            keep(frame);
        } else {
            write(frame);
        }
    }

    /**
     * Returns whether a frame sent now would have to wait. Senders of coalescible updates check it first, and are
     * notified by {@link FrameHandler#caughtUp} when it becomes false.
     */
    boolean isBehind() {
        return stage == Stage.OPENING || outbox != null || transport.isFull() || !transport.isRead();
    }

    /** Rejects a frame. A client with repeated faults is disconnected for good. */
    void refuse(ErrorCode code, String detail) {
        limits.metrics().refused(code);
        send(FrameWriter.write(new ServerFrame.Error(code, detail)));
        if (!code.isFault() || stage == Stage.CLOSED) {
            return;
        }
        long debt = limits.faults().take(faultDebt, loop.nanoTime());
        if (debt == RateLimit.REFUSED) {
            close(CloseCode.BAD_MESSAGE);
        } else {
            faultDebt = debt;
        }
    }

    /** Ends the connection; completes when its session is removed. */
    public CompletionStage<Void> close(CloseCode code) {
        if (stage == Stage.CLOSED) {
            return CompletableFuture.completedStage(null);
        }
        limits.metrics().closed(code);
        lost = code == CloseCode.SILENT || code == CloseCode.SHUTDOWN;
        transport.close(code);
        return end();
    }

    /** Does the same as {@link #close(CloseCode)} after a last frame, which is sent together with the end. */
    CompletionStage<Void> close(CloseCode code, String lastFrame) {
        if (stage != Stage.CLOSED) {
            transport.writeLast(lastFrame);
            limits.metrics().frameOut();
        }
        return close(code);
    }

    // Called by the router.

    /**
     * Shows a notification, unless a later version retracted it or the client has this attempt.
     *
     * @param again whether the attempt began earlier, and is sent because its device came back
     */
    void present(NotificationId id, long version, String frame, boolean again) {
        if (retractions == null || !retractions.isOvertaken(id, version)) {
            present(id, frame, again);
        }
    }

    private void present(NotificationId id, String frame, boolean again) {
        if (stage == Stage.OPENING) {
            // What the client has already is known only when its hello was processed.
            keep(frame);
        } else if (stage == Stage.LIVE && shownAttempts().add(id, WrittenFrame.attempt(frame))) {
            boolean rings = again && WrittenFrame.rings(frame);
            send(numbered(rings && sounded ? WrittenFrame.silent(frame) : frame));
            sounded = sounded || rings;
        }
    }

    /** Retracts a notification. */
    void retract(NotificationId id, long version, String frame) {
        if (stage == Stage.CLOSED) {
            return;
        }
        if (retractions == null) {
            retractions = new RecentRetractions();
        }
        retractions.record(id, version);
        if (stage == Stage.OPENING) {
            keep(frame);
        } else {
            retract(id, frame);
        }
    }

    private void retract(NotificationId id, String frame) {
        answered(id);
        send(numbered(frame));
    }

    private ShownAttempts shownAttempts() {
        if (shown == null) {
            shown = new ShownAttempts();
        }
        return shown;
    }

    private String numbered(String frame) {
        ResumeBuffer log = history;
        return log == null ? frame : log.number(frame);
    }

    // Called by the heartbeat.

    /**
     * Pings the device. No ping is sent before the hello, whose deadline serves the same purpose, nor while the hello
     * is processed, when no answer would be read.
     */
    void probe() {
        if (stage == Stage.LIVE) {
            silent = true;
            transport.ping();
        }
    }

    /** Ends the connection if there was no response to the last ping, or no hello since it was opened. */
    void requireAlive() {
        if (silent || stage == Stage.GREETING) {
            close(CloseCode.SILENT);
        }
    }

    /** Renews its lease. */
    void renew() {
        if (stage == Stage.LIVE) {
            limits.protocol().renew(this);
        }
    }

    private boolean admits() {
        if (stage == Stage.CLOSED) {
            return false;
        }
        silent = false;
        limits.metrics().frameIn();
        long debt = limits.frames().take(frameDebt, loop.nanoTime());
        if (debt == RateLimit.REFUSED) {
            refuse(ErrorCode.RATE_LIMITED, "too many frames per second");
            close(CloseCode.RATE_LIMITED);
            return false;
        }
        frameDebt = debt;
        return true;
    }

    private void write(String frame) {
        transport.write(frame);
        limits.metrics().frameOut();
    }

    private void keep(String frame) {
        if (outbox == null) {
            outbox = new Outbox(limits.outboxFrames(), limits.outboxChars());
        }
        if (!outbox.offer(frame)) {
            limits.metrics().overflow();
            close(CloseCode.SLOW);
        }
    }

    private CompletionStage<Void> end() {
        Stage before = stage;
        stage = Stage.CLOSED;
        outbox = null;
        loop.heartbeat().remove(this);
        return before == Stage.GREETING
                ? CompletableFuture.completedStage(null)
                : limits.protocol().ended(this, before == Stage.LIVE);
    }
}
