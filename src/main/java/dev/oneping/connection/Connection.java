package dev.oneping.connection;

import dev.oneping.connection.frame.ClientFrame.Malformed;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.frame.ErrorCode;
import dev.oneping.connection.frame.FrameReader;
import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.model.NotificationId;
import dev.oneping.model.RateLimit;
import dev.oneping.model.SessionId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One device's connection, from its acceptance to its end, whatever the transport: its stage, its limits, and what waits
 * to be written. All of it is touched on one event loop only; others come by {@link #loop()}.
 *
 * <p>There may be a hundred thousand of these in a process, so a field here is a decision.
 */
public final class Connection extends TimerWheel.Rider {

    private enum Stage {
        /** Connected, and nothing was said. */
        GREETING,
        /** The hello is being dealt with; nothing is read, and what is to be written waits for the welcome. */
        OPENING,
        /** Its session is open. */
        LIVE,
        /** Over. */
        CLOSED
    }

    private final ConnectionLimits terms;
    private final EventLoop loop;
    private final Transport transport;
    private final DeviceAddress address;
    private @Nullable SessionId session;
    private @Nullable Outbox outbox;
    private @Nullable RecentRetractions tombstones;
    private volatile @Nullable ResumeBuffer history;
    private long frameDebt;
    private long faultDebt;
    private Stage stage = Stage.GREETING;
    private boolean silent;

    /** A connection of a device whose credential was good. From now on its hello is awaited. */
    Connection(ConnectionLimits terms, EventLoop loop, Transport transport, DeviceAddress address) {
        this.terms = terms;
        this.loop = loop;
        this.transport = transport;
        this.address = address;
        this.frameDebt = loop.nanoTime();
        this.faultDebt = frameDebt;
        terms.metrics().opened();
        loop.heartbeat().expectHello(this);
    }

    /** Where its work is done. */
    public EventLoop loop() {
        return loop;
    }

    /** Whose it is. */
    public DeviceAddress address() {
        return address;
    }

    /** Its session, once a hello was taken. */
    public SessionId session() {
        if (session == null) {
            throw new IllegalStateException("no hello was taken");
        }
        return session;
    }

    /** Whether its hello has not come yet. */
    boolean isGreeting() {
        return stage == Stage.GREETING;
    }

    /** Whether its hello is being dealt with. */
    boolean isOpening() {
        return stage == Stage.OPENING;
    }

    /** Whether its session is open. */
    boolean isLive() {
        return stage == Stage.LIVE;
    }

    // What the transport tells.

    /** A text message has come in. */
    public void received(byte[] message) {
        if (admits()) {
            terms.protocol().received(this, FrameReader.read(message));
        }
    }

    /** A binary message has come in, which no frame is. */
    public void receivedBinary() {
        if (admits()) {
            terms.protocol().received(this, new Malformed(ErrorCode.BINARY_FRAME, "frames are texts, not binary"));
        }
    }

    /** Something has come in that the transport itself has dealt with, such as a ping; here it only counts. */
    public void counted() {
        admits();
    }

    /** A sign of life that was provoked. */
    public void alive() {
        silent = false;
    }

    /** The device reads again. */
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
            terms.protocol().caughtUp(this);
        }
    }

    /** The other side or the network has ended it. */
    public void gone() {
        if (stage != Stage.CLOSED) {
            terms.metrics().lost();
            end();
        }
    }

    // What the protocol wants.

    /** A hello was taken: until the welcome nothing is read, and what is sent waits. */
    void opening(SessionId id) {
        session = id;
        stage = Stage.OPENING;
        transport.pause();
    }

    /** From now on frames are numbered, as the log goes on. */
    void continues(ResumeBuffer log) {
        history = log;
    }

    /** Whose log it goes on with; null if its client does not resume. Any thread may ask. */
    @Nullable
    String epoch() {
        ResumeBuffer log = history;
        return log == null ? null : log.epoch();
    }

    /** Its client has come by another connection. */
    void replace() {
        close(CloseCode.REPLACED);
    }

    /** The log of its frames, which somebody else may go on with now that it has ended. */
    @Nullable
    ResumeBuffer surrender() {
        ResumeBuffer log = history;
        history = null;
        return log;
    }

    /**
     * The session is open.
     *
     * @param missed the frames that the client has not got before the connection was cut
     */
    void welcome(ServerFrame.Welcome welcome, List<String> missed) {
        stage = Stage.LIVE;
        loop.heartbeat().adopt(this);
        write(FrameWriter.write(welcome));
        if (!missed.isEmpty()) {
            Outbox waiting = outbox;
            outbox = null;
            missed.forEach(this::send);
            while (waiting != null && !waiting.isEmpty()) {
                send(String.valueOf(waiting.poll()));
            }
        }
        resume();
        transport.resume();
    }

    /** The hello led to no session: says why, and ends. */
    void turnAway(ErrorCode error, String detail, CloseCode code) {
        if (stage == Stage.OPENING) {
            terms.metrics().refused(error);
            close(code, FrameWriter.write(new ServerFrame.Error(error, detail)));
        }
    }

    /** Sends a frame, now or when the device has read what was sent before. */
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
     * Whether what is sent now would have to wait. Who has news that can be told later asks before, and hears by {@link
     * Protocol#caughtUp} when it no longer is so.
     */
    boolean isBehind() {
        return stage == Stage.OPENING || outbox != null || transport.isFull() || !transport.isRead();
    }

    /** Refuses a frame. A client whose faults go on is closed for good. */
    void refuse(ErrorCode code, String detail) {
        terms.metrics().refused(code);
        send(FrameWriter.write(new ServerFrame.Error(code, detail)));
        if (!code.isFault() || stage == Stage.CLOSED) {
            return;
        }
        long debt = terms.faults().take(faultDebt, loop.nanoTime());
        if (debt == RateLimit.REFUSED) {
            close(CloseCode.BAD_MESSAGE);
        } else {
            faultDebt = debt;
        }
    }

    /** Ends the connection; completes when what was kept of its session is gone. */
    public CompletionStage<Void> close(CloseCode code) {
        if (stage == Stage.CLOSED) {
            return CompletableFuture.completedStage(null);
        }
        terms.metrics().closed(code);
        transport.close(code);
        return end();
    }

    /** As {@link #close(CloseCode)}, by a last frame that comes before the end and is not parted from it. */
    CompletionStage<Void> close(CloseCode code, String lastFrame) {
        if (stage != Stage.CLOSED) {
            transport.writeLast(lastFrame);
            terms.metrics().frameOut();
        }
        return close(code);
    }

    // What the router brings.

    /** Shows a notification, unless it was taken away by a later version of its life. */
    void present(NotificationId id, long version, String frame) {
        if (tombstones == null || !tombstones.isOvertaken(id, version)) {
            send(numbered(frame));
        }
    }

    /** Takes a notification away. */
    void retract(NotificationId id, long version, String frame) {
        if (tombstones == null) {
            tombstones = new RecentRetractions();
        }
        tombstones.bury(id, version);
        send(numbered(frame));
    }

    private String numbered(String frame) {
        ResumeBuffer log = history;
        return log == null ? frame : log.number(frame);
    }

    // What the heartbeat asks.

    /** Asks for a sign of life. Who has not said hello is asked by that; while the hello is dealt with no answer is read. */
    void probe() {
        if (stage == Stage.LIVE) {
            silent = true;
            transport.ping();
        }
    }

    /** Ends it if it gave no sign of life since it was asked, or has not said hello since it came. */
    void requireSign() {
        if (silent || stage == Stage.GREETING) {
            close(CloseCode.SILENT);
        }
    }

    /** Prolongs its lease. */
    void renew() {
        if (stage == Stage.LIVE) {
            terms.protocol().renew(this);
        }
    }

    private boolean admits() {
        if (stage == Stage.CLOSED) {
            return false;
        }
        silent = false;
        terms.metrics().frameIn();
        long debt = terms.frames().take(frameDebt, loop.nanoTime());
        if (debt == RateLimit.REFUSED) {
            refuse(ErrorCode.RATE_LIMITED, "frames come too fast");
            close(CloseCode.RATE_LIMITED);
            return false;
        }
        frameDebt = debt;
        return true;
    }

    private void write(String frame) {
        transport.write(frame);
        terms.metrics().frameOut();
    }

    private void keep(String frame) {
        if (outbox == null) {
            outbox = new Outbox(terms.outboxFrames(), terms.outboxChars());
        }
        if (!outbox.offer(frame)) {
            terms.metrics().overflow();
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
                : terms.protocol().ended(this, before == Stage.LIVE);
    }
}
