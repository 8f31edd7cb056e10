package dev.oneping.connection.http;

import dev.oneping.connection.AttachedTransport;
import dev.oneping.connection.ConnectionConfig;
import dev.oneping.connection.EventLoop;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.grip.GripProxy;
import dev.oneping.connection.grip.HeldChannel;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session without a connection of its own: its frames wait in a mailbox for the requests that fetch them, one at a
 * time; the newest request wins. It lasts as long as its client returns in time.
 */
final class HttpSession extends AttachedTransport {

    private final EventLoop loop;
    private final Mailbox mailbox;
    private final long absence;
    private final Consumer<HttpSession> onClosed;
    private @Nullable BiConsumer<HttpSession, String> first;
    private @Nullable HeldRequest reader;
    private long reading;
    private boolean gathering;
    private long streams;
    private @Nullable HeldChannel polls;
    private long lastSeen;

    /**
     * Creates a session before its hello. Must be called on its event loop, to which it is confined.
     *
     * @param absence  the time without a fetching request after which the client counts as gone
     * @param first    receives the answer to the hello
     * @param onClosed called once when it has ended
     */
    HttpSession(
            EventLoop loop,
            ConnectionConfig config,
            Duration absence,
            BiConsumer<HttpSession, String> first,
            Consumer<HttpSession> onClosed) {
        this.loop = loop;
        this.mailbox = new Mailbox(config.outboxFrames(), config.outboxChars());
        this.absence = absence.toNanos();
        this.first = first;
        this.onClosed = onClosed;
        this.lastSeen = loop.nanoTime();
    }

    /** Returns the number of the last frame. */
    long last() {
        return mailbox.last();
    }

    /** Returns the frames after a number, also of an ended session; empty if one of them was dropped. */
    Optional<List<Mailbox.NumberedFrame>> framesAfter(long number) {
        return mailbox.after(number);
    }

    /**
     * Checks that every frame after that number is available.
     *
     * @throws Problem if one is not
     */
    void requireAllAfter(long number) {
        if (mailbox.after(number).isEmpty()) {
            throw Problem.invalid(Violation.inParameter(
                    "after",
                    Violation.NOT_ALLOWED,
                    "Some frames after " + number + " are no longer available; the last frame is " + last()
                            + ". Open a new session if the cursor is lost."));
        }
    }

    /**
     * Does the same as {@link #fetch}, with a problem on failure.
     *
     * @throws Problem if a frame after that number was dropped or never existed
     */
    void fetchOrRefuse(HeldRequest next, long after) {
        requireAllAfter(after);
        fetch(next, after);
    }

    /** Handles a frame from the client. */
    void receive(byte[] frame) {
        seen();
        connection().received(frame);
    }

    /**
     * Starts delivering frames to a request, replacing the previous one.
     *
     * @param after the number of the last frame that the client has
     * @return false, without effect, if a frame after that was dropped or never existed
     */
    boolean fetch(HeldRequest next, long after) {
        Optional<List<Mailbox.NumberedFrame>> numbered = mailbox.after(after);
        if (numbered.isEmpty()) {
            return false;
        }
        seen();
        if (reader != null) {
            reader.release();
        }
        reader = next;
        reading = after;
        mailbox.received(after);
        CloseCode closed = closed();
        if (closed != null) {
            end(closed);
        } else {
            goOn();
        }
        return true;
    }

    /** Returns the request that waits for frames; null if there is none. */
    @Nullable
    HeldRequest reader() {
        return reader;
    }

    /** Returns the channel of the polls held by a proxy, created for the first of them. */
    HeldChannel polls(GripProxy proxy, Supplier<HeldChannel> first) {
        HeldChannel channel = polls != null && polls.isOf(proxy) ? polls : first.get();
        polls = channel;
        return channel;
    }

    /** Returns the next stream number, so that each stream has its own channel. */
    long nextStream() {
        return streams++;
    }

    /**
     * Delivers everything after that number again to the waiting request, which has read up to it.
     *
     * @return false, without effect, if a frame after that was dropped or never existed
     */
    boolean fetchAgain(long after) {
        if (mailbox.after(after).isEmpty()) {
            return false;
        }
        seen();
        reading = after;
        mailbox.sent(after);
        goOn();
        return true;
    }

    /** Handles a request that the client has ended. */
    void left(HeldRequest former) {
        if (reader == former) {
            reader = null;
            seen();
        }
    }

    /** Handles the end of the client's back pressure. */
    void drained() {
        seen();
        goOn();
    }

    @Override
    public void write(String frame) {
        put(frame);
        deliver();
    }

    /** Adds the last frame to the answer, since a poll is answered only once. */
    @Override
    public void writeLast(String frame) {
        put(frame);
    }

    @Override
    public boolean isFull() {
        return mailbox.isFull();
    }

    /** Returns whether a request waits for frames; others would stay in the mailbox and take the room of later ones. */
    @Override
    public boolean isRead() {
        return reader != null && !reader.isFull();
    }

    /** Checks the client: it is alive if a request waits for frames, or fetched some recently. */
    @Override
    public void ping() {
        if (reader != null && !reader.isFull()) {
            if (reader.beat()) {
                connection().alive();
            }
        } else if (reader == null && loop.nanoTime() - lastSeen < absence) {
            connection().alive();
        }
    }

    @Override
    public void pause() {
        // Each request is a separate message, so there is nothing to pause.
    }

    @Override
    public void resume() {
        // Nothing was paused.
    }

    @Override
    public void close(CloseCode code) {
        closedWith(code);
        end(code);
        onClosed.accept(this);
    }

    private void put(String frame) {
        BiConsumer<HttpSession, String> greeting = first;
        if (greeting == null) {
            mailbox.add(frame);
        } else {
            first = null;
            greeting.accept(this, frame);
        }
    }

    private void end(CloseCode code) {
        if (reader != null) {
            reader.close(reader.isFull() ? List.of() : unread(), code);
            reader = null;
        }
    }

    private List<Mailbox.NumberedFrame> unread() {
        return mailbox.after(reading).orElseThrow();
    }

    /**
     * Delivers frames. Those queued elsewhere are added first, because a poll is answered only once; then there is
     * room for more.
     */
    private void goOn() {
        gathering = true;
        connection().resume();
        gathering = false;
        deliver();
        connection().resume();
    }

    private void deliver() {
        HeldRequest waiting = reader;
        if (waiting == null || gathering || waiting.isFull() || reading == mailbox.last()) {
            return;
        }
        List<Mailbox.NumberedFrame> numbered = unread();
        reading = mailbox.last();
        if (waiting.isReadAtOnce()) {
            mailbox.sent(reading);
        }
        if (!waiting.deliver(numbered) && reader == waiting) {
            reader = null;
        }
    }

    private void seen() {
        lastSeen = loop.nanoTime();
        connection().alive();
    }
}
