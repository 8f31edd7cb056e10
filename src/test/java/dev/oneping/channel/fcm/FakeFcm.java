package dev.oneping.channel.fcm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Firebase Cloud Messaging according to its documentation: it issues access tokens for signed assertions, accepts
 * messages with the newest token only, and responds as the test sets.
 */
public final class FakeFcm implements AutoCloseable {

    /** One pair for all tests, because its creation takes longer than any test. */
    private static final KeyPair KEYS = newKeys();

    private final HttpServer server;
    private final ObjectMapper json = new ObjectMapper();

    public final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    public final AtomicInteger tokens = new AtomicInteger();
    private volatile boolean accountIsOpen = true;
    private volatile Answer answer = new Answer(200, "{\"name\":\"projects/p/messages/1\"}", null);

    public FakeFcm() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/token", this::token);
        server.createContext("/v1/projects/p/messages:send", this::message);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** Returns the known account's file, as the console provides it. */
    public String accountFile() {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(KEYS.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        return json.createObjectNode()
                .put("type", "service_account")
                .put("project_id", "p")
                .put("client_email", "oneping@p.iam.gserviceaccount.com")
                .put("private_key", pem)
                .put("token_uri", url() + "/token")
                .toString();
    }

    /** Sets the response to every further message. */
    public void answers(int status, String body, @Nullable String retryAfter) {
        answer = new Answer(status, body, retryAfter);
    }

    /** Sets an error response in FCM's format. */
    public void fails(int status, String googleStatus, String errorCode) {
        answers(status, """
                {"error":{"code":%d,"message":"no","status":"%s","details":[
                {"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"%s"}]}}
                """.formatted(status, googleStatus, errorCode), null);
    }

    /** Revokes all tokens issued so far. */
    public void callBackTokens() {
        tokens.incrementAndGet();
    }

    /** Closes the account, so that its assertions are rejected. */
    public void closeAccount() {
        accountIsOpen = false;
    }

    private void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String assertion = URLDecoder.decode(form.substring(form.indexOf("assertion=") + 10), StandardCharsets.UTF_8);
        if (!form.startsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer")
                || !accountIsOpen
                || !isSigned(assertion)) {
            send(exchange, new Answer(400, "{\"error\":\"invalid_grant\"}", null));
            return;
        }
        send(
                exchange,
                new Answer(200, "{\"access_token\":\"t" + tokens.incrementAndGet() + "\",\"expires_in\":3600}", null));
    }

    private void message(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String bearer = exchange.getRequestHeaders().getFirst("Authorization");
        if (!("Bearer t" + tokens.get()).equals(bearer)) {
            send(exchange, new Answer(401, "{\"error\":{\"code\":401,\"status\":\"UNAUTHENTICATED\"}}", null));
            return;
        }
        messages.add(json.readTree(body));
        send(exchange, answer);
    }

    private boolean isSigned(String assertion) {
        int dot = assertion.lastIndexOf('.');
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(KEYS.getPublic());
            signature.update(assertion.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(assertion.substring(dot + 1)));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
        if (answer.retryAfter != null) {
            exchange.getResponseHeaders().set("Retry-After", answer.retryAfter);
        }
        exchange.sendResponseHeaders(answer.status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private record Answer(int status, String body, @Nullable String retryAfter) {}
}
