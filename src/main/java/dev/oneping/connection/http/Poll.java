package dev.oneping.connection.http;

import dev.oneping.connection.frame.CloseCode;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A long poll: answered once, with the first frames that are available, or with none at the end of the wait. */
final class Poll implements HeldRequest {

    private final HttpServerResponse response;
    private final long after;
    private boolean answered;

    /** Creates a poll for a client that has the frames up to that number. */
    Poll(HttpServerResponse response, long after) {
        this.response = response;
        this.after = after;
    }

    /** Sets the headers of every answer to a poll. */
    static HttpServerResponse headers(HttpServerResponse response) {
        return response.putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Vary", "Prefer");
    }

    @Override
    public boolean isFull() {
        return answered;
    }

    @Override
    public boolean deliver(List<Mailbox.NumberedFrame> numbered) {
        answer(numbered, null);
        return false;
    }

    @Override
    public boolean isReadAtOnce() {
        return true;
    }

    /** Returns true: nothing can be sent before the answer, but the client's connection is open. */
    @Override
    public boolean beat() {
        return true;
    }

    @Override
    public void release() {
        answer(List.of(), null);
    }

    @Override
    public void close(List<Mailbox.NumberedFrame> numbered, CloseCode code) {
        answer(numbered, code);
    }

    private void answer(List<Mailbox.NumberedFrame> numbered, @Nullable CloseCode end) {
        if (answered) {
            return;
        }
        answered = true;
        if (!response.ended() && !response.closed()) {
            headers(response).end(PollBody.of(numbered, after, end));
        }
    }
}
