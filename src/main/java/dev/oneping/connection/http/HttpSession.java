package dev.oneping.connection.http;

import dev.oneping.connection.Connection;
import dev.oneping.connection.ConnectionConfig;
import dev.oneping.connection.EventLoop;
import dev.oneping.connection.Transport;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.grip.GripProxy;
import dev.oneping.connection.grip.HeldChannel;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session without a connection of its own: its frames wait in a mailbox for the requests that fetch them, one at a time;
 * the newest wins. It lives for as long as its client comes back in time.
 */
final class HttpSession implements Transport {

    private final EventLoop loop;
    private final Mailbox mailbox;
    private final long absence;
    private final Runnable onClosed;
    private @Nullable Consumer<String> first;
    private @Nullable Connection connection;
    private @Nullable HeldRequest reader;
    private @Nullable CloseCode closed;
    private long reading;
    private boolean gathering;
    private long streams;
    private @Nullable HeldChannel polls;
    private long lastSeen;

    /**
     * A session that nobody has greeted yet. To be made on its event loop, and used there.
     *
     * @param absence  how long the client may fetch nothing before it counts as gone
     * @param first    told the answer to the hello
     * @param onClosed called once when it has ended
     */
    HttpSession(EventLoop loop, ConnectionConfig config, Duration absence, Consumer<String> first, Runnable onClosed) {
        this.loop = loop;
        this.mailbox = new Mailbox(config.outboxFrames(), config.outboxChars());
        this.absence = absence.toNanos();
        this.first = first;
        this.onClosed = onClosed;
        this.lastSeen = loop.nanoTime();
    }

    /** Lets the connection hear what happens. */
    void attach(Connection over) {
        connection = over;
    }

    /** The connection that speaks through this. */
    Connection connection() {
        if (connection == null) {
            throw new IllegalStateException("not attached");
        }
        return connection;
    }

    /** How it has ended; null while it lives. */
    @Nullable
    CloseCode closed() {
        return closed;
    }

    /** The number of the last frame. */
    long last() {
        return mailbox.last();
    }

    /** The frames after a number, also of a session that has ended; none at all if one of them is not kept. */
    Optional<List<Mailbox.Letter>> lettersAfter(long number) {
        return mailbox.after(number);
    }

    /**
     * Insists that every frame after that number is still there.
     *
     * @throws Problem if one is not
     */
    void requireAllAfter(long number) {
        if (mailbox.after(number).isEmpty()) {
            throw Problem.invalid(Violation.inParameter(
                    "after",
                    Violation.NOT_ALLOWED,
                    "The frames after " + number + " are not all kept; the last frame is " + last()
                            + ". Open a new session if you have lost your place."));
        }
    }

    /**
     * As {@link #fetch}.
     *
     * @throws Problem if a frame after that number is not kept, or never was
     */
    void fetchOrRefuse(HeldRequest next, long after) {
        requireAllAfter(after);
        fetch(next, after);
    }

    /** The client says something. */
    void say(byte[] frame) {
        seen();
        connection().received(frame);
    }

    /**
     * A request comes to fetch frames, in place of the one before.
     *
     * @param after the number of the last frame that the client has
     * @return false, and nothing happened, if a frame after that is not kept, or never was
     */
    boolean fetch(HeldRequest next, long after) {
        Optional<List<Mailbox.Letter>> letters = mailbox.after(after);
        if (letters.isEmpty()) {
            return false;
        }
        seen();
        if (reader != null) {
            reader.release();
        }
        reader = next;
        reading = after;
        mailbox.received(after);
        if (closed != null) {
            end(closed);
        } else {
            goOn();
        }
        return true;
    }

    /** The request that waits for frames; null if none does. */
    @Nullable
    HeldRequest reader() {
        return reader;
    }

    /** The channel of the polls that a proxy holds, made for the first of them. */
    HeldChannel polls(GripProxy proxy, Supplier<HeldChannel> first) {
        HeldChannel channel = polls != null && polls.isOf(proxy) ? polls : first.get();
        polls = channel;
        return channel;
    }

    /** How many streams there were before, so that each can have a name of its own. */
    long nextStream() {
        return streams++;
    }

    /**
     * The request that waits has read up to that number, and wants what comes after it once more.
     *
     * @return false, and nothing happened, if a frame after that is not kept, or never was
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

    /** The request has ended without our doing. */
    void left(HeldRequest former) {
        if (reader == former) {
            reader = null;
            seen();
        }
    }

    /** The client takes more again. */
    void drained() {
        seen();
        goOn();
    }

    @Override
    public void write(String frame) {
        put(frame);
        deliver();
    }

    /** A poll is answered once, so the end brings it. */
    @Override
    public void writeLast(String frame) {
        put(frame);
    }

    @Override
    public boolean isFull() {
        return mailbox.isFull();
    }

    /** Frames that nobody fetches lie in the mailbox, and take the room of others. */
    @Override
    public boolean isRead() {
        return reader != null && !reader.isFull();
    }

    /** Whoever waits for frames is there; so is who fetched some a moment ago. */
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
        // Each request is a message of its own; there is nothing to be held back.
    }

    @Override
    public void resume() {
        // See pause.
    }

    @Override
    public void close(CloseCode code) {
        closed = code;
        end(code);
        onClosed.run();
    }

    private void put(String frame) {
        Consumer<String> greeting = first;
        if (greeting == null) {
            mailbox.add(frame);
        } else {
            first = null;
            greeting.accept(frame);
        }
    }

    private void end(CloseCode code) {
        if (reader != null) {
            reader.close(reader.isFull() ? List.of() : unread(), code);
            reader = null;
        }
    }

    private List<Mailbox.Letter> unread() {
        return mailbox.after(reading).orElseThrow();
    }

    /** What waits elsewhere is put in first, for a poll is answered once; then there is room for more of it. */
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
        List<Mailbox.Letter> letters = unread();
        reading = mailbox.last();
        if (waiting.isReadAtOnce()) {
            mailbox.sent(reading);
        }
        if (!waiting.bring(letters) && reader == waiting) {
            reader = null;
        }
    }

    private void seen() {
        lastSeen = loop.nanoTime();
        connection().alive();
    }
}
