package dev.oneping.connection.http;

import dev.oneping.connection.frame.CloseCode;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Server-sent events: one event for each frame, its number as id, for as long as the client listens. Comments keep proxies
 * from thinking that nothing goes on; headers keep them from collecting what should go through at once.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG HTML, server-sent events</a>
 */
final class EventStream implements Reader {

    private static final int RETRY_MIN_MS = 1_000;
    private static final int RETRY_MAX_MS = 4_000;

    private final HttpServerResponse response;

    /** Begins the answer. */
    EventStream(HttpServerResponse response, RandomGenerator random) {
        this.response = response;
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("Cache-Control", "no-cache, no-transform")
                .putHeader("X-Accel-Buffering", "no")
                .write("retry: " + random.nextInt(RETRY_MIN_MS, RETRY_MAX_MS) + "\n: here\n\n");
    }

    @Override
    public boolean isFull() {
        return response.closed() || response.writeQueueFull();
    }

    @Override
    public boolean bring(List<Mailbox.Letter> letters) {
        StringBuilder events = new StringBuilder();
        for (Mailbox.Letter letter : letters) {
            events.append("id: ")
                    .append(letter.number())
                    .append("\ndata: ")
                    .append(letter.frame())
                    .append("\n\n");
        }
        write(events.toString());
        return true;
    }

    @Override
    public void beat() {
        write(":\n\n");
    }

    @Override
    public void release() {
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }

    @Override
    public void close(CloseCode code) {
        write("event: close\ndata: " + Ending.of(code) + "\n\n");
        release();
    }

    private void write(String text) {
        if (!response.ended() && !response.closed()) {
            response.write(text);
        }
    }
}
