package dev.oneping.connection.http;

import dev.oneping.connection.frame.CloseCode;
import java.util.List;

/** A request that is held open to bring frames to the client: a poll, or a stream. Used on the session's event loop. */
interface HeldRequest {

    /** Whether it takes no more for the moment. */
    boolean isFull();

    /**
     * Brings frames.
     *
     * @return whether it goes on waiting for more
     */
    boolean bring(List<Mailbox.Letter> letters);

    /** Whether what it was brought is as good as read; if not, it is told later how far the client has read. */
    boolean isReadAtOnce();

    /**
     * A sign of life to the client, where there is a way to give one.
     *
     * @return whether the client is there; if that is not known, whoever knows it asks soon
     */
    boolean beat();

    /** Ends the request: another one has taken its place, or its time is over. */
    void release();

    /** Ends the request with the end of the session, and the frames that come before it. */
    void close(List<Mailbox.Letter> letters, CloseCode code);
}
