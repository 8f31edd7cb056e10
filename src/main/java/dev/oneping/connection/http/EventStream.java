package dev.oneping.connection.http;

import dev.oneping.connection.frame.CloseCode;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A stream of server-sent events. Comments keep proxies from closing an idle stream; headers keep them from buffering
 * it.
 */
final class EventStream implements HeldRequest {

    private final HttpServerResponse response;

    /** Begins the response. */
    EventStream(HttpServerResponse response, RandomGenerator random) {
        this.response = response;
        headers(response).setChunked(true).write(StreamText.beginning(random));
    }

    /** Sets the headers that mark the response as a stream. */
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
    public boolean deliver(List<Mailbox.NumberedFrame> numbered) {
        write(StreamText.events(numbered));
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
    public void close(List<Mailbox.NumberedFrame> numbered, CloseCode code) {
        write(StreamText.events(numbered) + StreamText.end(code));
        release();
    }

    private void write(String text) {
        if (!response.ended() && !response.closed()) {
            response.write(text);
        }
    }
}
