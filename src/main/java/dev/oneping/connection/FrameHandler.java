package dev.oneping.connection;

import dev.oneping.connection.frame.ClientFrame;
import dev.oneping.model.NotificationId;
import java.util.concurrent.CompletionStage;

/** The handler of a connection's events. Called on the connection's event loop. */
public interface FrameHandler {

    /** Handles a frame within the rate limit. */
    void received(Connection connection, ClientFrame frame);

    /** Handles the end of back pressure: coalesced updates can be sent again. */
    void caughtUp(Connection connection);

    /** Handles an attempt that a client which promises receipts has not confirmed in time. */
    void unreceived(Connection connection, NotificationId notification, int attempt);

    /** Renews the session's lease. */
    void renew(Connection connection);

    /**
     * Handles the end of a connection whose hello was accepted, whichever side ended it.
     *
     * @param wasLive whether its session was open
     * @return completes, never with a failure, when the session's state is removed
     */
    CompletionStage<Void> ended(Connection connection, boolean wasLive);
}
