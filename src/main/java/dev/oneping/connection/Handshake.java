package dev.oneping.connection;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request to connect says of itself. Browsers can set no header on a WebSocket, so a token may also stand in the
 * URL, as a ticket that is good for one use, or among the offered subprotocols, as {@code bearer.<token>}.
 *
 * @param isWebSocket  whether it asks for a WebSocket
 * @param proof        who it says it is; null if it does not say
 * @param subprotocols what it offers to speak
 * @param origin       the page that it comes from; null of a program that is no browser
 * @param host         the name by which it knows this server
 */
public record Handshake(
        boolean isWebSocket,
        @Nullable Proof proof,
        List<String> subprotocols,
        @Nullable String origin,
        @Nullable String host) {

    /** The subprotocol that is spoken. */
    static final String SUBPROTOCOL = "oneping.v1";

    private static final String SCHEME = "Bearer ";
    private static final String TOKEN_SUBPROTOCOL = "bearer.";

    /** A secret, and how it is to be checked. */
    sealed interface Proof {

        /** A token of a device. */
        record Bearer(String token) implements Proof {}

        /** A ticket that is good for one use. */
        record Ticket(String ticket) implements Proof {}
    }

    /** Reads the request's headers and query. */
    public static Handshake of(HttpServerRequest request) {
        List<String> subprotocols = subprotocols(request);
        return new Handshake(
                "websocket".equalsIgnoreCase(request.getHeader("Upgrade")),
                proof(request, subprotocols),
                subprotocols,
                request.getHeader("Origin"),
                request.getHeader("Host"));
    }

    /** Whether it offers nothing that is not ours alone. Who names no subprotocol at all takes what there is. */
    boolean speaksOurs() {
        return subprotocols.isEmpty() || subprotocols.contains(SUBPROTOCOL);
    }

    private static List<String> subprotocols(HttpServerRequest request) {
        return request.headers().getAll("Sec-WebSocket-Protocol").stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static @Nullable Proof proof(HttpServerRequest request, List<String> subprotocols) {
        String header = request.getHeader("Authorization");
        if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new Proof.Bearer(header.substring(SCHEME.length()).strip());
        }
        String ticket = request.getParam("ticket");
        if (ticket != null) {
            return new Proof.Ticket(ticket);
        }
        return subprotocols.stream()
                .filter(name -> name.startsWith(TOKEN_SUBPROTOCOL))
                .findFirst()
                .map(name -> new Proof.Bearer(name.substring(TOKEN_SUBPROTOCOL.length())))
                .orElse(null);
    }
}
