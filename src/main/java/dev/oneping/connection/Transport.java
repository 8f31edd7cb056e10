package dev.oneping.connection;

import dev.oneping.connection.frame.CloseCode;

/**
 * An open transport to a device. A {@link Connection} writes to it, and the transport reports its events to the
 * connection: a message, a sign of life, room to write again, the end. Both are confined to the connection's event
 * loop.
 */
public interface Transport {

    /** Writes one frame, a JSON text on one line. Never rejects: the caller checks {@link #isFull()} before. */
    void write(String frame);

    /** Writes one more frame even if the transport is full, because {@link #close} follows at once and can carry it. */
    default void writeLast(String frame) {
        write(frame);
    }

    /**
     * Returns whether the peer reads more slowly than frames are written; {@link Connection#resume()} is called when
     * it has caught up.
     */
    boolean isFull();

    /**
     * Returns whether a reader is present, so that frames do not wait for one; when it becomes true, {@link
     * Connection#resume()} is called as well. Updates of which only the latest counts wait for that.
     */
    default boolean isRead() {
        return true;
    }

    /** Requests a sign of life; {@link Connection#alive()} is called when it arrives. */
    void ping();

    /** Stops reading, so that further data waits in the network. */
    void pause();

    /** Resumes reading. */
    void resume();

    /** Ends the connection with this reason. No events follow. */
    void close(CloseCode code);
}
