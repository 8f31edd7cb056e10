package dev.oneping.connection.http;

import dev.oneping.connection.frame.CloseCode;
import java.util.List;

/** A request held open to deliver frames: a poll or a stream. Confined to the session's event loop. */
interface HeldRequest {

    /** Returns whether it accepts no more frames for the moment. */
    boolean isFull();

    /**
     * Delivers frames.
     *
     * @return whether it keeps waiting for more
     */
    boolean deliver(List<Mailbox.NumberedFrame> numbered);

    /** Returns whether delivered frames count as read; if not, the client confirms them later. */
    boolean isReadAtOnce();

    /**
     * Sends a sign of life to the client, if possible.
     *
     * @return whether the client is present; if unknown, a later request tells
     */
    boolean beat();

    /** Ends the request, because another one has replaced it, or its time is over. */
    void release();

    /** Ends the request with the end of the session, after the last frames. */
    void close(List<Mailbox.NumberedFrame> numbered, CloseCode code);
}
