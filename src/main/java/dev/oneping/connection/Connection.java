package dev.oneping.connection;

import dev.oneping.connection.frame.ClientFrame.IgnoredField;
import dev.oneping.connection.frame.ClientFrame.Malformed;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.frame.ErrorCode;
import dev.oneping.connection.frame.FrameReader;
import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.model.NotificationId;
import dev.oneping.model.RateLimit;
import dev.oneping.model.SessionId;
import java.time.Duration;
import java.util.List;
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
    private @Nullable FieldWarnings warnings;
    private @Nullable String tokenId;
    private final ConnectionNotifications notifications = new ConnectionNotifications(this);
    private long frameDebt;
    private long faultDebt;
    private Stage stage = Stage.GREETING;
    private boolean lost;
    private long expiresNanos;
    private boolean expires;
    private boolean silent;

    /** Creates the connection of an authenticated device, which must now send its hello. */
    public Connection(ConnectionLimits limits, EventLoop loop, Transport transport, DeviceAddress address) {
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

    /** Returns whether a hello was accepted. */
    public boolean hasSession() {
        return session != null;
    }

    /** Lets it last that long from now, but not shorter than before. */
    public void validFor(Duration time) {
        long end = loop.nanoTime() + time.toNanos();
        if (!expires || end - expiresNanos > 0) {
            expiresNanos = end;
            expires = true;
        }
    }

    /** Remembers the id of the token that it lasts by; null if that has none. */
    public void lastsBy(@Nullable String id) {
        tokenId = id;
    }

    /** Returns the id of the token that it lasts by; null if that has none. */
    @Nullable
    public String tokenId() {
        return tokenId;
    }

    /** Returns whether it expires within this time. */
    boolean expiresWithin(Duration time) {
        return expires && expiresNanos - loop.nanoTime() <= time.toNanos();
    }

    /** Returns whether its hello is still missing. */
    public boolean isGreeting() {
        return stage == Stage.GREETING;
    }

    /** Returns whether its hello is being processed. */
    public boolean isOpening() {
        return stage == Stage.OPENING;
    }

    /** Returns whether its session is open. */
    public boolean isLive() {
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
    public boolean isLost() {
        return lost;
    }

    // Called by the protocol.

    /** Accepts a hello: until the welcome nothing is read, and frames to send wait. */
    public void opening(SessionId id) {
        session = id;
        stage = Stage.OPENING;
        transport.pause();
    }

    /** Returns the notifications that its client is sent. */
    public ConnectionNotifications notifications() {
        return notifications;
    }

    /** Reports ignored values, each field once. */
    public void warn(List<IgnoredField> odd) {
        if (!odd.isEmpty()) {
            if (warnings == null) {
                warnings = new FieldWarnings();
            }
            warnings.of(odd).forEach(this::send);
        }
    }

    /** Handles an attempt that the client promised to confirm, and has not. */
    void unreceived(NotificationId id, int attempt) {
        limits.protocol().unreceived(this, id, attempt);
    }

    /** Ends the connection because its client has reconnected. */
    public void replace() {
        close(CloseCode.REPLACED);
    }

    /** Ends the connection because its device was removed: retracts what the client shows first. */
    public void revoke() {
        revoke(CloseCode.REVOKED);
    }

    /** Ends the connection because its credential no longer counts: retracts what the client shows first. */
    public void revoke(CloseCode code) {
        notifications.retractAll("device_removed");
        close(code);
    }

    /** Opens the session; what the client missed comes first, then what has waited for the welcome. */
    public void welcome(ServerFrame.Welcome welcome, Replay replay) {
        stage = Stage.LIVE;
        loop.heartbeat().adopt(this);
        write(FrameWriter.write(welcome));
        Outbox waiting = outbox;
        outbox = null;
        notifications.replay(replay);
        while (waiting != null && !waiting.isEmpty()) {
            notifications.sendWaiting(String.valueOf(waiting.poll()));
        }
        resume();
        transport.resume();
    }

    /** Rejects the hello with an error and ends the connection. */
    public void reject(ErrorCode error, String detail, CloseCode code) {
        if (stage == Stage.OPENING) {
            limits.metrics().refused(error);
            close(code, FrameWriter.write(new ServerFrame.Error(error, detail)));
        }
    }

    /** Sends a frame, now or when the device has read the earlier ones. */
    public void send(String frame) {
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
    public boolean isBehind() {
        return stage == Stage.OPENING || outbox != null || transport.isFull() || !transport.isRead();
    }

    /** Rejects a frame. A client with repeated faults is disconnected for good. */
    public void refuse(ErrorCode code, String detail) {
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
    public CompletionStage<Void> close(CloseCode code, String lastFrame) {
        if (stage != Stage.CLOSED) {
            transport.writeLast(lastFrame);
            limits.metrics().frameOut();
        }
        return close(code);
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

    /** Ends the connection if its credential has expired. */
    void requireValid() {
        if (expiresWithin(Duration.ZERO)) {
            close(CloseCode.TOKEN_EXPIRED);
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
