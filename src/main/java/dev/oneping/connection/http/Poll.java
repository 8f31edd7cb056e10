package dev.oneping.connection.http;

import dev.oneping.connection.frame.CloseCode;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A long poll: answered once, with the first frames that there are, or with none when its time is over. */
final class Poll implements HeldRequest {

    private final HttpServerResponse response;
    private final long after;
    private boolean answered;

    /** Held for a client that has the frames up to that number. */
    Poll(HttpServerResponse response, long after) {
        this.response = response;
        this.after = after;
    }

    /** What is said of every answer to a poll. */
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
    public boolean bring(List<Mailbox.Letter> letters) {
        answer(letters, null);
        return false;
    }

    @Override
    public boolean isReadAtOnce() {
        return true;
    }

    /** Nothing can be said before the answer; but the client's connection stands. */
    @Override
    public boolean beat() {
        return true;
    }

    @Override
    public void release() {
        answer(List.of(), null);
    }

    @Override
    public void close(List<Mailbox.Letter> letters, CloseCode code) {
        answer(letters, code);
    }

    private void answer(List<Mailbox.Letter> letters, @Nullable CloseCode end) {
        if (answered) {
            return;
        }
        answered = true;
        if (!response.ended() && !response.closed()) {
            headers(response).end(PollBody.of(letters, after, end));
        }
    }
}
