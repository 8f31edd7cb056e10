package dev.oneping.channel.webpush;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.oneping.presence.device.PushAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A push service with one browser, which decrypts the messages. */
public final class FakePushService implements AutoCloseable {

    private static final byte[] AUTH = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final HttpServer server;
    private final KeyPair browser = P256Keys.newPair();
    public final List<Push> pushes = new CopyOnWriteArrayList<>();
    private volatile int status = 201;
    private volatile @Nullable String retryAfter;

    public FakePushService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/push/", this::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** Sets the status of further responses. */
    public void answers(int code) {
        answers(code, null);
    }

    /** Sets the status and {@code Retry-After} of further responses. */
    public void answers(int code, @Nullable String after) {
        status = code;
        retryAfter = after;
    }

    public String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Returns the browser's subscription as JSON with single quotes. */
    public String subscription() {
        PushAddress.WebPush address = address();
        return "{'kind':'webpush','endpoint':'%s','keys':{'p256dh':'%s','auth':'%s'}}"
                .formatted(
                        address.endpoint(),
                        address.keys().p256dh(),
                        address.keys().auth());
    }

    /** Returns the browser's subscription as a push address. */
    public PushAddress.WebPush address() {
        Base64.Encoder base64url = Base64.getUrlEncoder().withoutPadding();
        return new PushAddress.WebPush(
                origin() + "/push/abc",
                new PushAddress.Keys(
                        base64url.encodeToString(P256Keys.point((ECPublicKey) browser.getPublic())),
                        base64url.encodeToString(AUTH)));
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        pushes.add(new Push(exchange.getRequestHeaders(), new ObjectMapper().readTree(decrypt(body))));
        if (retryAfter != null) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private byte[] decrypt(byte[] body) {
        byte[] salt = Arrays.copyOf(body, 16);
        byte[] key = Arrays.copyOfRange(body, 21, 21 + body[20]);
        byte[] material = WebPushEncryption.material(
                WebPushEncryption.secret((ECPrivateKey) browser.getPrivate(), P256Keys.publicKey(key)),
                AUTH,
                P256Keys.point((ECPublicKey) browser.getPublic()),
                key);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(ContentCoding.key(material, salt), "AES"),
                    new GCMParameterSpec(128, ContentCoding.nonce(material, salt)));
            byte[] padded = cipher.doFinal(body, 21 + body[20], body.length - 21 - body[20]);
            int end = padded.length - 1;
            while (padded[end] == 0) {
                end--;
            }
            return Arrays.copyOf(padded, end);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the browser cannot read it", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** A message that the browser received. */
    public record Push(Headers headers, JsonNode frame) {

        public String header(String name) {
            return headers.getFirst(name);
        }
    }
}
