package dev.oneping.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** Long polls: {@code POST /v1/sessions}, then polls of 30 s, and posts of frames. Works wherever HTTP does. */
public final class PollTransport implements Transport {

    private static final Duration CALL = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofSeconds(60);

    private final HttpClient http;

    /** Uses a client of its own. */
    public PollTransport() {
        this(HttpClient.newHttpClient());
    }

    public PollTransport(HttpClient http) {
        this.http = http;
    }

    @Override
    public String name() {
        return "poll";
    }

    @Override
    public Way open(URI service, String token, String hello, Listener listener) {
        Session session = new Session(http, service, token, listener);
        session.open(hello);
        return session;
    }

    private static final class Session implements Way {
        private final HttpClient http;
        private final URI service;
        private final String token;
        private final Listener listener;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile String path = "";
        private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

        Session(HttpClient http, URI service, String token, Listener listener) {
            this.http = http;
            this.service = service;
            this.token = token;
            this.listener = listener;
        }

        void open(String hello) {
            ask(request("v1/sessions")
                            .POST(HttpRequest.BodyPublishers.ofString(hello))
                            .timeout(CALL))
                    .thenAccept(answer -> {
                        Map<String, Object> welcome = Json.readObject(answer.body());
                        path = "v1/sessions/" + welcome.get("session");
                        if (!over.get()) {
                            listener.frame(welcome);
                            poll(0);
                        }
                    });
        }

        private void poll(long after) {
            ask(request(path + "/poll?after=" + after)
                            .header("Prefer", "wait=30")
                            .GET()
                            .timeout(POLL))
                    .thenAccept(answer -> {
                        Map<String, Object> page = Json.readObject(answer.body());
                        if (over.get()) {
                            return;
                        }
                        List<?> frames = page.get("frames") instanceof List<?> list ? list : List.of();
                        frames.forEach(this::deliver);
                        if (frames.isEmpty()) {
                            // An empty answer says that the path lives, as a pong does.
                            listener.frame(Map.of("type", "pong"));
                        }
                        if (page.get("closed") instanceof Map<?, ?> closed
                                && closed.get("code") instanceof Number code) {
                            lost(Loss.closed(code.intValue(), String.valueOf(closed.get("reason"))));
                        } else {
                            poll(page.get("cursor") instanceof Number cursor ? cursor.longValue() : after);
                        }
                    });
        }

        @SuppressWarnings("unchecked")
        private void deliver(Object frame) {
            if (frame instanceof Map<?, ?> map) {
                listener.frame((Map<String, Object>) map);
            }
        }

        @Override
        public synchronized CompletionStage<Void> send(String frame) {
            last = last.handle((done, failed) -> null)
                    .thenCompose(ignored -> ask(request(path + "/frames")
                            .POST(HttpRequest.BodyPublishers.ofString(frame))
                            .timeout(CALL)))
                    .thenApply(answer -> null);
            return last;
        }

        @Override
        public boolean confirms() {
            return true;
        }

        @Override
        public void end(boolean bye) {
            boolean first = over.compareAndSet(false, true);
            if (bye && first && !path.isEmpty()) {
                http.sendAsync(request(path).DELETE().timeout(CALL).build(), BodyHandlers.discarding());
            }
        }

        private HttpRequest.Builder request(String to) {
            return HttpRequest.newBuilder(service.resolve(to))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json");
        }

        /** Completes with good answers only; all else is the end of the session. */
        private CompletableFuture<HttpResponse<String>> ask(HttpRequest.Builder request) {
            return http.sendAsync(request.build(), BodyHandlers.ofString()).handle((answer, problem) -> {
                if (problem != null) {
                    lost(Loss.broken(String.valueOf(problem.getMessage())));
                    throw new IllegalStateException(problem);
                }
                if (answer.statusCode() >= 300) {
                    lost(HttpAnswers.lossOf(answer.statusCode(), answer.headers(), "refused"));
                    throw new IllegalStateException("status " + answer.statusCode());
                }
                return answer;
            });
        }

        private void lost(Loss loss) {
            if (over.compareAndSet(false, true)) {
                listener.lost(loss);
            }
        }
    }
}
