package dev.oneping.connection.http;

import dev.oneping.connection.frame.CloseCode;
import dev.oneping.sse.SseResponse;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.random.RandomGenerator;

/** A device's frames as server-sent events. Comments keep proxies from closing an idle stream. */
final class EventStream implements HeldRequest {

    private final SseResponse response;

    /** Begins the response. */
    EventStream(HttpServerResponse response, RandomGenerator random) {
        this.response = SseResponse.begin(response, random);
    }

    @Override
    public boolean isFull() {
        return response.isFull();
    }

    @Override
    public boolean deliver(List<Mailbox.NumberedFrame> numbered) {
        response.write(StreamText.events(numbered));
        return true;
    }

    @Override
    public boolean isReadAtOnce() {
        return true;
    }

    @Override
    public boolean beat() {
        response.write(SseResponse.COMMENT);
        return true;
    }

    @Override
    public void release() {
        response.end();
    }

    @Override
    public void close(List<Mailbox.NumberedFrame> numbered, CloseCode code) {
        response.write(StreamText.events(numbered) + StreamText.end(code));
        release();
    }
}
