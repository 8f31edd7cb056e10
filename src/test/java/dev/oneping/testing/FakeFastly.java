package dev.oneping.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A fake of Fastly's API for publishing and purging, by its reference: {@code POST /service/<id>/publish/}, with the
 * slash at the end, and {@code POST /service/<id>/purge/<key>}, both by token. Requests can be read in the order of
 * arrival. As a test resource it stands for a proxy named {@code fastly}.
 */
public final class FakeFastly implements QuarkusTestResourceLifecycleManager {

    /** The token that it wants. */
    public static final String TOKEN = "a token of nobody's";

    /** The signing key. */
    public static final String KEY = "a key that only this test and its Fastly know";

    private static final String SERVICE = "/service/of-yours";
    private static final List<String> TOLD = new CopyOnWriteArrayList<>();

    private HttpServer server;

    /** {@code purge <key>}, and {@code publish <channel> <id> <prev-id>} for each item. */
    public static List<String> told() {
        return TOLD;
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + SERVICE;
        String prefix = "oneping.grip.proxies.fastly.";
        return Map.of(
                prefix + "key",
                KEY,
                prefix + "issuer",
                "fastly:of-yours",
                prefix + "control-uris",
                url + "/publish/",
                prefix + "token",
                TOKEN,
                prefix + "purge-uri",
                url + "/purge/{key}");
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int status = status(exchange, exchange.getRequestURI().getPath(), body);
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static int status(HttpExchange exchange, String path, String body) {
        boolean known = ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                || TOKEN.equals(exchange.getRequestHeaders().getFirst("Fastly-Key"));
        if (!known) {
            return 401;
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return 405;
        }
        if (path.startsWith(SERVICE + "/purge/")) {
            TOLD.add("purge " + path.substring((SERVICE + "/purge/").length()));
            return 200;
        }
        if (!path.equals(SERVICE + "/publish/")) {
            return 404;
        }
        for (JsonNode item : HttpDevice.read(body).path("items")) {
            TOLD.add("publish " + item.path("channel").asText() + " "
                    + item.path("id").asText() + " " + item.path("prev-id").asText());
        }
        return 200;
    }
}
