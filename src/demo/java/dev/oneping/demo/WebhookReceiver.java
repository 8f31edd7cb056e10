package dev.oneping.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A webhook receiver on a free loopback port: verifies the signature of each event, prints those of one user and
 * answers 204; a wrong signature gets 401.
 */
final class WebhookReceiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final String user;
    private final Terminal terminal;
    private final CompletableFuture<String> secret = new CompletableFuture<>();
    private final FrameInbox<JsonNode> events = new FrameInbox<>();
    private final AtomicInteger verified = new AtomicInteger();

    private WebhookReceiver(HttpServer server, String user, Terminal terminal) {
        this.server = server;
        this.user = user;
        this.terminal = terminal;
    }

    /** Starts a receiver for the events of a user. */
    static WebhookReceiver open(String user, Terminal terminal) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            WebhookReceiver receiver = new WebhookReceiver(server, user, terminal);
            server.createContext("/", receiver::answer);
            server.setExecutor(task -> Thread.ofVirtual().start(task));
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/events");
    }

    /** Sets the secret, which is known only after the subscription was created; until then, requests wait. */
    void trust(String subscriptionSecret) {
        secret.complete(subscriptionSecret);
    }

    /** Waits for an event; by the standard, events may arrive late, repeated and out of order. */
    void await(String notification, String type) {
        events.await(type + " " + notification, "The webhook did not receive " + type + " for " + notification);
    }

    /** Returns the number of the user's events with a valid signature. */
    int verified() {
        return verified.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean genuine = signature(exchange).covers(body, secret.join(), Instant.now());
            exchange.sendResponseHeaders(genuine ? 204 : 401, -1);
            tell(JSON.readTree(body), genuine);
        }
    }

    private static Signature signature(HttpExchange exchange) {
        return new Signature(
                header(exchange, "webhook-id"),
                header(exchange, "webhook-timestamp"),
                header(exchange, "webhook-signature"));
    }

    private static String header(HttpExchange exchange, String name) {
        return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
    }

    private void tell(JsonNode event, boolean genuine) {
        if (!event.path("subject").asText().equals(user)) {
            return;
        }
        JsonNode data = event.path("data");
        String type = event.path("type").asText();
        terminal.event(type + detail(data), genuine);
        if (genuine) {
            verified.incrementAndGet();
            events.bring(type + " " + data.path("notification").asText(), event);
        }
    }

    private static String detail(JsonNode data) {
        String device = data.path("device").asText();
        String reason = data.path("reason").asText();
        return (device.isEmpty() ? "" : "  " + device) + (reason.isEmpty() ? "" : "  (" + reason + ")");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
