package dev.oneping.sse;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.util.random.RandomGenerator;

/**
 * A response that streams server-sent events. Its headers and a comment are sent at once, so that the reader, and every
 * proxy on the way, sees that the stream is open; the headers keep proxies from storing, buffering or transforming it.
 * Writing to a stream whose reader has left does nothing.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG HTML, server-sent events</a>
 */
public final class SseResponse {

    /** The keep-alive comment, which readers ignore. */
    public static final String COMMENT = ":\n\n";

    private static final int RETRY_MIN_MS = 1_000;
    private static final int RETRY_MAX_MS = 4_000;

    private final HttpServerResponse response;

    private SseResponse(HttpServerResponse response) {
        this.response = response;
        // A reader that leaves is no error; whoever writes learns it from the close handler.
        response.exceptionHandler(ignored -> {});
    }

    /** Begins the response. */
    public static SseResponse begin(HttpServerResponse response, RandomGenerator random) {
        SseResponse stream = new SseResponse(response);
        headers(response).setChunked(true).write(beginning(random));
        return stream;
    }

    /** Sets the headers that mark a response as a stream. */
    public static HttpServerResponse headers(HttpServerResponse response) {
        return response.putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("Cache-Control", "no-cache, no-transform")
                .putHeader("X-Accel-Buffering", "no");
    }

    /** Returns the first lines; the jitter of the retry time spreads the readers of a node that restarts. */
    public static String beginning(RandomGenerator random) {
        return "retry: " + random.nextInt(RETRY_MIN_MS, RETRY_MAX_MS) + "\n: here\n\n";
    }

    /**
     * Returns the text of one event.
     *
     * @param data one line
     */
    public static String event(String id, String data) {
        return "id: " + id + "\ndata: " + data + "\n\n";
    }

    /** Returns whether the reader has left or is slower than the writer. */
    public boolean isFull() {
        return isOver() || response.writeQueueFull();
    }

    /** Writes text; completes when it is written, or at once if the reader has left. */
    public Future<Void> write(String text) {
        return isOver() ? Future.succeededFuture() : response.write(text);
    }

    /** Ends the stream. */
    public void end() {
        if (!isOver()) {
            response.end();
        }
    }

    private boolean isOver() {
        return response.ended() || response.closed();
    }
}
