package dev.oneping.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code GET /v1/connect} by the WebSocket of the JDK. */
public final class WebSocketTransport implements Transport {

    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private final HttpClient http;

    /** Uses a client of its own. */
    public WebSocketTransport() {
        this(HttpClient.newHttpClient());
    }

    public WebSocketTransport(HttpClient http) {
        this.http = http;
    }

    @Override
    public String name() {
        return "websocket";
    }

    @Override
    public Way open(URI service, String token, String hello, Listener listener) {
        URI address = URI.create(service.resolve("v1/connect").toString().replaceFirst("^http", "ws"));
        Socket socket = new Socket(listener);
        http.newWebSocketBuilder()
                .connectTimeout(HANDSHAKE)
                .header("Authorization", "Bearer " + token)
                .subprotocols("oneping.v1")
                .buildAsync(address, socket)
                .whenComplete((opened, problem) -> {
                    if (problem != null) {
                        socket.lost(lossOf(problem));
                    } else {
                        socket.opened(opened, hello);
                    }
                });
        return socket;
    }

    private static Loss lossOf(Throwable problem) {
        Throwable cause = problem.getCause() == null ? problem : problem.getCause();
        if (cause instanceof WebSocketHandshakeException refused) {
            return HttpAnswers.lossOf(
                    refused.getResponse().statusCode(), refused.getResponse().headers(), "handshake refused");
        }
        return Loss.broken(String.valueOf(cause.getMessage()));
    }

    private static final class Socket implements WebSocket.Listener, Way {
        private final Listener listener;
        private final AtomicBoolean over = new AtomicBoolean();
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
        private CompletionStage<?> sending = CompletableFuture.completedFuture(null);

        Socket(Listener listener) {
            this.listener = listener;
        }

        void opened(WebSocket opened, String hello) {
            send(opened, hello);
            socket.complete(opened);
        }

        void lost(Loss loss) {
            if (over.compareAndSet(false, true)) {
                listener.lost(loss);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                String frame = text.toString();
                text.setLength(0);
                if (!over.get()) {
                    listener.frame(Json.readObject(frame));
                }
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            lost(Loss.closed(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable problem) {
            lost(Loss.broken(String.valueOf(problem.getMessage())));
        }

        @Override
        public CompletionStage<Void> send(String frame) {
            return socket.thenCompose(opened -> send(opened, frame));
        }

        /** One after the other: the JDK refuses a second text while the first is on its way. */
        private synchronized CompletionStage<Void> send(WebSocket opened, String frame) {
            CompletionStage<Void> sent = sending.handle((done, failed) -> null)
                    .thenCompose(ignored -> opened.sendText(frame, true))
                    .thenApply(ignored -> null);
            sending = sent;
            return sent;
        }

        @Override
        public boolean confirms() {
            return false;
        }

        @Override
        public void end(boolean bye) {
            over.set(true);
            // On a dead path no answer to a close ever comes, so none is waited for.
            socket.thenAccept(opened -> (bye ? send(opened, "{\"type\":\"bye\"}") : sending)
                    .handle((done, failed) -> null)
                    .thenRun(() -> opened.sendClose(1000, "").whenComplete((done, failed) -> opened.abort())));
        }
    }
}
