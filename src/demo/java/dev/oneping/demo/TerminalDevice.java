package dev.oneping.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A device that a user plays in a terminal. All state belongs to one thread, the scheduler's; frames and typed lines are
 * handed to it.
 */
final class TerminalDevice {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration REPORT = Duration.ofSeconds(20);
    private static final long LONGEST_PAUSE_MS = 30_000;
    private static final int FIRST_FINAL = 4500;
    private static final int LAST_FINAL = 4999;
    private static final String IN_USE =
            "\"attention\":{\"visible\":true,\"focused\":true,\"idle_ms\":0,\"screen\":\"unlocked\"}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final CountDownLatch end = new CountDownLatch(1);
    private final String service;
    private final DeviceCredential credential;
    private final PrintStream out;
    private final SequencedSet<String> shown = new LinkedHashSet<>();
    private volatile @Nullable WebSocket socket;
    private volatile @Nullable String refusal;
    private long reports;
    private int losses;

    TerminalDevice(String service, DeviceCredential credential, PrintStream out) {
        this.service = service;
        this.credential = credential;
        this.out = out;
    }

    /** Connects; throws {@link StoryStopped} with one sentence if that fails. Later losses are mended in the background. */
    void open() {
        connect();
        loop.scheduleAtFixedRate(this::report, REPORT.toSeconds(), REPORT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits until the user leaves, or the service sends the device away for good, which is a {@link StoryStopped}. */
    void awaitEnd() throws InterruptedException {
        end.await();
        String why = refusal;
        if (why != null) {
            throw new StoryStopped(why);
        }
    }

    void type(String line) {
        loop.execute(() -> {
            switch (TypedLine.of(line, shown.isEmpty() ? Optional.empty() : Optional.of(shown.getLast()))) {
                case TypedLine.Hint hint -> out.println(hint.text());
                case TypedLine.Frame frame -> {
                    out.println("sent: " + frame.json());
                    send(frame.json());
                    frame.answered().ifPresent(shown::remove);
                }
                case TypedLine.Bye ignored -> leave();
            }
        });
    }

    void close() {
        loop.execute(this::leave);
    }

    private void leave() {
        WebSocket open = socket;
        if (open != null) {
            open.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .orTimeout(2, TimeUnit.SECONDS)
                    .exceptionally(ignored -> null)
                    .join();
        }
        end.countDown();
    }

    private void connect() {
        try {
            WebSocket opened = client.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + credential.source().call())
                    .buildAsync(URI.create(service.replaceFirst("^http", "ws") + "/v1/connect"), new Frames())
                    .join();
            socket = opened;
            send("{\"type\":\"hello\",\"device\":%s,\"platform\":\"terminal\",\"report\":{\"seq\":%d,%s}}"
                    .formatted(JSON.writeValueAsString(credential.device()), ++reports, IN_USE));
        } catch (CompletionException e) {
            throw new StoryStopped(sentence(e.getCause()), e);
        } catch (StoryStopped e) {
            throw e;
        } catch (Exception e) {
            throw new StoryStopped("The device cannot connect: " + e + ".", e);
        }
    }

    private String sentence(@Nullable Throwable cause) {
        if (cause instanceof WebSocketHandshakeException refused) {
            int status = refused.getResponse().statusCode();
            return status == 401 || status == 403
                    ? "The token is expired or not valid here: get a new one by POST /v1/tokens, "
                            + "or use ./oneping connect USER DEVICE."
                    : "The service at " + service + " refused the connection with status " + status + ".";
        }
        return DeviceCredential.noService(service);
    }

    private void report() {
        send("{\"type\":\"report\",\"seq\":%d,%s}".formatted(++reports, IN_USE));
    }

    private void send(String frame) {
        WebSocket open = socket;
        if (open != null) {
            open.sendText(frame, true).exceptionally(ignored -> open);
        }
    }

    private void received(String text) {
        out.println(text);
        try {
            JsonNode frame = JSON.readTree(text);
            String id = frame.path("id").asText();
            switch (frame.path("type").asText()) {
                case "welcome" -> {
                    losses = 0;
                    if (reports == 1) {
                        out.println(TypedLine.HELP);
                    }
                }
                case "notify" -> {
                    shown.addLast(id);
                    send("{\"type\":\"ack\",\"id\":\"%s\",\"kind\":\"received\"}".formatted(id));
                }
                case "retract" -> shown.remove(id);
                default -> {}
            }
        } catch (JsonProcessingException e) {
            out.println("(that was not JSON)");
        }
    }

    private void lost(WebSocket which, int code, String reason) {
        if (socket != which) {
            return;
        }
        socket = null;
        if (code >= FIRST_FINAL && code <= LAST_FINAL) {
            refusal = "The service ended the connection for good: " + code + " " + reason + ".";
            end.countDown();
            return;
        }
        out.println("closed: " + code + " " + reason);
        again();
    }

    private void again() {
        long pause = Math.min(LONGEST_PAUSE_MS, 500L << Math.min(losses++, 6));
        pause = pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
        out.println("connecting again in %.1f s".formatted(pause / 1000.0));
        loop.schedule(this::reconnect, pause, TimeUnit.MILLISECONDS);
    }

    private void reconnect() {
        try {
            connect();
        } catch (StoryStopped e) {
            out.println(e.sentence());
            again();
        }
    }

    /** Reassembles frames, and hands everything to the loop. */
    private final class Frames implements WebSocket.Listener {

        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            partial.append(text);
            if (last) {
                String frame = partial.toString();
                partial.setLength(0);
                loop.execute(() -> received(frame));
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            loop.execute(() -> lost(from, code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            loop.execute(() -> lost(from, 1006, "connection lost"));
        }
    }
}
