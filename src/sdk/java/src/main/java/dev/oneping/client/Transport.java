package dev.oneping.client;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A way to the service. An app can bring its own, for example one on OkHttp for Android; {@link WebSocketTransport} and {@link
 * PollTransport} are on the JDK.
 */
public interface Transport {

    /**
     * Opens a connection. Returns at once; what happens is told to the listener, from any thread.
     *
     * @param service the service's address, with a slash at the end
     * @param hello   the first frame, as JSON
     */
    Way open(URI service, String token, String hello, Listener listener);

    /** The name of the transport, for logs. */
    String name();

    /** An open, or opening, connection. */
    interface Way {

        /** Sends a frame, as JSON. Completes once the service has it, where the transport tells, else once it is written. */
        CompletionStage<Void> send(String frame);

        /** Returns whether {@link #send} completes only once the service has the frame. */
        boolean confirms();

        /** Ends it at once, after a {@code bye} if asked to; waits for nobody. */
        void end(boolean bye);
    }

    /** Hears what comes over a connection. */
    interface Listener {

        /** A frame of the service. */
        void frame(Map<String, Object> frame);

        /** The connection has ended; called once at most. */
        void lost(Loss loss);
    }

    /**
     * How a connection ended.
     *
     * @param code         the close code, or 0
     * @param status       the status of an answer by HTTP, or 0
     * @param retryAfterMs the pause that the service asked for, or -1
     * @param reason       for people
     */
    record Loss(int code, int status, long retryAfterMs, String reason) {

        /** The path broke, without a word of the service. */
        static Loss broken(String reason) {
            return new Loss(0, 0, -1, reason);
        }

        static Loss closed(int code, String reason) {
            return new Loss(code, 0, -1, reason);
        }
    }
}
