package dev.oneping.connection.admission;

import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The credentials and properties of a connect request. Browsers cannot set headers on a WebSocket, so a token may also
 * be given in the URL, as a single-use ticket, or among the offered subprotocols, as {@code bearer.<token>}.
 *
 * @param isWebSocket  whether it asks for a WebSocket upgrade
 * @param proof        the credential; null if there is none
 * @param subprotocols the offered subprotocols
 * @param origin       the origin of the page; null for clients other than browsers
 * @param host         the host name that the client used
 */
public record Handshake(
        boolean isWebSocket,
        @Nullable Proof proof,
        List<String> subprotocols,
        @Nullable String origin,
        @Nullable String host) {

    /** The supported subprotocol. */
    public static final String SUBPROTOCOL = "oneping.v1";

    private static final String SCHEME = "Bearer ";
    private static final String TOKEN_SUBPROTOCOL = "bearer.";

    /** A credential, by kind. */
    sealed interface Proof {

        /** A device token. */
        record Bearer(String token) implements Proof {}

        /** A single-use ticket. */
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

    /** Returns whether the client offers the supported subprotocol, or none at all. */
    public boolean offersSubprotocol() {
        return subprotocols.isEmpty() || subprotocols.contains(SUBPROTOCOL);
    }

    /** Returns the problem for a client that offers only {@linkplain #speaksOurs() unsupported subprotocols}. */
    public static Problem unsupportedSubprotocol() {
        return Problem.of(ProblemType.INVALID_REQUEST, "Offer the subprotocol '" + SUBPROTOCOL + "', or none at all.");
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
