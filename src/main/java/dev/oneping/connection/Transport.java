package dev.oneping.connection;

import dev.oneping.connection.frame.CloseCode;

/**
 * One way to a device, already open. A {@link Connection} speaks through it, and the transport tells the session what comes
 * in: a message, a sign of life, room to write again, the end. Both live on the connection's event loop and are called
 * there only.
 */
public interface Transport {

    /** Writes one frame, a JSON text on one line. Never refuses: {@link #isFull()} is to be asked before. */
    void write(String frame);

    /** Writes one frame more, though the other side may take none, for {@link #close} follows at once and may go with it. */
    default void writeLast(String frame) {
        write(frame);
    }

    /** Whether the other side takes less than is written; {@link Connection#resume()} is called when it has caught up. */
    boolean isFull();

    /**
     * Whether somebody is there to take what is written, and it does not lie until one comes; then, too, {@link
     * Connection#resume()} is called. What can be told later by its latest state alone waits for that.
     */
    default boolean isRead() {
        return true;
    }

    /** Provokes a sign of life: {@link Connection#alive()} is called when it comes. */
    void ping();

    /** Stops reading, so that what comes next waits in the network. */
    void pause();

    /** Reads again. */
    void resume();

    /** Ends the connection, saying why. Nothing is called on the session after that. */
    void close(CloseCode code);
}
