package dev.oneping.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A receiver of webhooks and of a gateway's calls in a terminal: {@code ./oneping listen [PORT]}. Prints what it gets and
 * answers 204, on loopback only. Verifies no signature; {@link Signature} shows how.
 */
public final class Listen {

    private static final int DEFAULT_PORT = 9000;

    private Listen() {}

    /** Listens until the process ends; exit code 1 with one sentence if it cannot. */
    public static void main(String... args) {
        String given = args.length == 0 ? Integer.toString(DEFAULT_PORT) : args[0];
        if (args.length > 1 || !given.matches("[0-9]{1,5}") || Integer.parseInt(given) > 65_535) {
            System.err.println("usage: ./oneping listen [PORT]   (" + DEFAULT_PORT + " by default)");
            System.exit(2);
        }
        try {
            HttpServer server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(given)), 0);
            server.createContext("/", Listen::print);
            server.setExecutor(task -> Thread.ofVirtual().start(task));
            server.start();
            System.out.println("listening on http://localhost:" + given + "; stop it with Ctrl-C");
        } catch (IOException e) {
            System.err.println(
                    "oneping: Port " + given + " cannot be opened, most likely because another program uses it.");
            System.exit(1);
        }
    }

    private static void print(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            synchronized (Listen.class) {
                System.out.println(exchange.getRequestMethod() + " " + exchange.getRequestURI()
                        + (id == null ? "" : " webhook-id=" + id) + "\n" + body);
            }
            exchange.sendResponseHeaders(204, -1);
        }
    }
}
