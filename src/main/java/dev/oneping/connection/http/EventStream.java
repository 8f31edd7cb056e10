package dev.oneping.connection.http;

import dev.oneping.connection.frame.CloseCode;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Server-sent events for as long as the client listens. Comments keep proxies from thinking that nothing goes on; headers
 * keep them from collecting what should go through at once.
 */
final class EventStream implements HeldRequest {

    private final HttpServerResponse response;

    /** Begins the answer. */
    EventStream(HttpServerResponse response, RandomGenerator random) {
        this.response = response;
        headers(response).setChunked(true).write(StreamText.beginning(random));
    }

    /** What tells clients and proxies that this is a stream. */
    static HttpServerResponse headers(HttpServerResponse response) {
        return response.putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("Cache-Control", "no-cache, no-transform")
                .putHeader("X-Accel-Buffering", "no");
    }

    @Override
    public boolean isFull() {
        return response.closed() || response.writeQueueFull();
    }

    @Override
    public boolean bring(List<Mailbox.Letter> letters) {
        write(StreamText.events(letters));
        return true;
    }

    @Override
    public boolean isReadAtOnce() {
        return true;
    }

    @Override
    public boolean beat() {
        write(StreamText.COMMENT + "\n\n");
        return true;
    }

    @Override
    public void release() {
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }

    @Override
    public void close(List<Mailbox.Letter> letters, CloseCode code) {
        write(StreamText.events(letters) + StreamText.end(code));
        release();
    }

    private void write(String text) {
        if (!response.ended() && !response.closed()) {
            response.write(text);
        }
    }
}
