package dev.oneping.connection;

import dev.oneping.connection.frame.ClientFrame;
import java.util.concurrent.CompletionStage;

/** What a connection leaves to others: what its device's frames lead to. Called on the connection's event loop. */
interface FrameHandler {

    /** A frame has come in, within its rate. */
    void received(Connection connection, ClientFrame frame);

    /** What is sent now is taken at once: what was kept back while it would have lain may be told. */
    void caughtUp(Connection connection);

    /** The session's lease is to be renewed. */
    void renew(Connection connection);

    /**
     * A connection whose hello was taken has ended, whoever ended it.
     *
     * @param wasLive whether its session had been opened
     * @return completes, never with a failure, when what was kept of the session is gone
     */
    CompletionStage<Void> ended(Connection connection, boolean wasLive);
}
