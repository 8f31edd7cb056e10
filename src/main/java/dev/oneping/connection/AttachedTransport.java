package dev.oneping.connection;

import dev.oneping.connection.frame.CloseCode;
import org.jspecify.annotations.Nullable;

/** A transport that is created before its connection, and remembers the code with which this side has closed it. */
public abstract class AttachedTransport implements Transport {

    private @Nullable Connection connection;
    private @Nullable CloseCode closed;

    /** Connects the transport's events to the connection. */
    public final void attach(Connection over) {
        connection = over;
    }

    /** Returns its connection. */
    public final Connection connection() {
        if (connection == null) {
            throw new IllegalStateException("not attached");
        }
        return connection;
    }

    /** Returns the code with which this side has closed it; null if it has not. */
    public final @Nullable CloseCode closed() {
        return closed;
    }

    /** Remembers the code with which this side closes it. */
    protected final void closedWith(CloseCode code) {
        closed = code;
    }
}
