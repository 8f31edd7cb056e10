package dev.oneping.channel.apns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.eatthepath.pushy.apns.ApnsClient;
import com.eatthepath.pushy.apns.ApnsClientBuilder;
import com.eatthepath.pushy.apns.auth.ApnsSigningKey;
import com.eatthepath.pushy.apns.server.MockApnsServer;
import com.eatthepath.pushy.apns.server.MockApnsServerBuilder;
import com.eatthepath.pushy.apns.server.PushNotificationHandler;
import com.eatthepath.pushy.apns.server.RejectedNotificationException;
import com.eatthepath.pushy.apns.server.RejectionReason;
import com.eatthepath.pushy.apns.server.UnregisteredDeviceTokenException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.channel.ChannelMessage;
import dev.oneping.channel.Messages;
import dev.oneping.channel.SendResult;
import dev.oneping.presence.device.PushAddress;
import dev.oneping.webhook.SelfSigned;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs against pushy's own server, over HTTP/2 and TLS; one server for all tests, because a start takes a second. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApnsSenderTest {

    private static final PushAddress PHONE = new PushAddress.Apns("0a".repeat(32));
    private static final Map<RejectionReason, Class<? extends SendResult>> GIVEN_UP = Map.of(
            RejectionReason.UNREGISTERED, SendResult.Gone.class,
            RejectionReason.BAD_DEVICE_TOKEN, SendResult.Misdirected.class,
            RejectionReason.DEVICE_TOKEN_NOT_FOR_TOPIC, SendResult.Misdirected.class,
            RejectionReason.PAYLOAD_TOO_LARGE, SendResult.TooLarge.class,
            RejectionReason.TOO_MANY_REQUESTS, SendResult.Later.class,
            RejectionReason.TOO_MANY_PROVIDER_TOKEN_UPDATES, SendResult.Later.class,
            RejectionReason.INTERNAL_SERVER_ERROR, SendResult.Later.class,
            RejectionReason.SERVICE_UNAVAILABLE, SendResult.Later.class,
            RejectionReason.SHUTDOWN, SendResult.Later.class,
            RejectionReason.IDLE_TIMEOUT, SendResult.Later.class);

    private final BlockingQueue<Pushed> pushed = new LinkedBlockingQueue<>();
    private final NioEventLoopGroup threads = new NioEventLoopGroup(2);
    private volatile @Nullable RejectedNotificationException refusal;
    private MockApnsServer apple;
    private X509Certificate certificate;
    private ApnsClient client;
    private ApnsSender apns;

    @BeforeAll
    void start() throws Exception {
        KeyStore store = certificate();
        certificate = (X509Certificate) store.getCertificate("receiver");
        apple = new MockApnsServerBuilder()
                .setServerCredentials(
                        new X509Certificate[] {certificate},
                        (PrivateKey) store.getKey("receiver", "password".toCharArray()),
                        null)
                .setEventLoopGroup(threads)
                .setHandlerFactory(session -> handler())
                .build();
        int port = freePort();
        apple.start(port).get();
        client = client(port);
        apns = carrier(client);
    }

    @BeforeEach
    void takeEverything() {
        refusal = null;
        pushed.clear();
    }

    @AfterAll
    void stop() throws Exception {
        client.close().get();
        apple.shutdown().get();
        threads.shutdownGracefully();
    }

    @Test
    void shouldShowAnAlertThatTheAppCanComplete() throws Exception {
        ChannelMessage.Show message = Messages.show("Order 8731", "It has been paid.", 10);

        assertEquals(new SendResult.Accepted(), apns.send(PHONE, message));

        Pushed one = pushed.take();
        assertEquals("/3/device/" + "0a".repeat(32), one.header(":path"));
        assertEquals("org.example.app", one.header("apns-topic"));
        assertEquals("alert", one.header("apns-push-type"));
        assertEquals("10", one.header("apns-priority"));
        assertEquals("order-8731", one.header("apns-collapse-id"));
        assertEquals(Long.toString(Messages.NOW.plusSeconds(3600).getEpochSecond()), one.header("apns-expiration"));
        assertEquals("Order 8731", one.payload.at("/aps/alert/title").asText());
        assertEquals("It has been paid.", one.payload.at("/aps/alert/body").asText());
        assertEquals("time-sensitive", one.payload.at("/aps/interruption-level").asText());
        assertEquals("dddddddddd", one.payload.at("/oneping/data").asText());
        apns.send(PHONE, message);
        assertEquals(one.header("apns-id"), pushed.take().header("apns-id"), "the same is the same to Apple");
    }

    @Test
    void shouldShowWithoutSoundAndLightWhatMustNotRing() throws Exception {
        apns.send(PHONE, Messages.quiet("Order 8731"));

        Pushed one = pushed.take();
        assertEquals("alert", one.header("apns-push-type"));
        assertEquals("5", one.header("apns-priority"));
        assertEquals("order-8731", one.header("apns-collapse-id"), "a later ring takes its place");
        assertEquals("Order 8731", one.payload.at("/aps/alert/title").asText());
        assertEquals("passive", one.payload.at("/aps/interruption-level").asText());
        assertFalse(one.payload.at("/aps").has("sound"));
        assertFalse(one.payload.at("/oneping/ring").asBoolean());
    }

    @Test
    void shouldWakeTheAppSilentlyToTakeItAway() throws Exception {
        apns.send(PHONE, Messages.hide());

        Pushed one = pushed.take();
        assertEquals("background", one.header("apns-push-type"));
        assertEquals("5", one.header("apns-priority"));
        assertEquals(1, one.payload.at("/aps/content-available").asInt());
        assertFalse(one.payload.at("/aps").has("alert"));
        assertEquals("retract", one.payload.at("/oneping/type").asText());
    }

    @Test
    void shouldCutWhatIsLargerThanAppleTakes() throws Exception {
        apns.send(PHONE, Messages.show("Order", "😀".repeat(3000), 5000));

        Pushed one = pushed.take();
        assertTrue(one.bytes <= 4096 && one.bytes > 4080, () -> Integer.toString(one.bytes));
        assertTrue(one.payload.at("/oneping/cut").asBoolean());
    }

    @ParameterizedTest
    @EnumSource(RejectionReason.class)
    void shouldUnderstandEachReasonThatAppleGives(RejectionReason reason) {
        refusal = new RejectedNotificationException(reason);

        SendResult result = apns.send(PHONE, Messages.show("Order", null, 0));

        Class<? extends SendResult> expected = reason == RejectionReason.EXPIRED_PROVIDER_TOKEN
                ? SendResult.Later.class
                : GIVEN_UP.getOrDefault(reason, SendResult.Rejected.class);
        assertInstanceOf(expected, result);
    }

    @Test
    void shouldReportSinceWhenATokenIsInvalid() {
        Instant since = Messages.NOW.minusSeconds(60);
        refusal = new UnregisteredDeviceTokenException(since);

        assertEquals(new SendResult.Gone(since), apns.send(PHONE, Messages.show("Order", null, 0)));
    }

    @Test
    void shouldRetryWhenAppleDoesNotRespond() throws Exception {
        ApnsClient astray = client(freePort());

        assertEquals(
                new SendResult.Later("unreachable", null),
                carrier(astray).send(PHONE, Messages.show("Order", null, 0)));
        astray.close().get();
    }

    @Test
    void shouldReportThatWebPushIsNotConfigured() {
        ApnsSender none =
                new ApnsSender(Optional.empty(), "", Duration.ofSeconds(1), Clock.fixed(Messages.NOW, ZoneOffset.UTC));

        assertEquals(new SendResult.Rejected("not_configured"), none.send(PHONE, Messages.hide()));
    }

    private ApnsClient client(int port) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        ApnsSigningKey key = new ApnsSigningKey("KEYKEYKEYK", "TEAMTEAMTE", (ECPrivateKey)
                generator.generateKeyPair().getPrivate());
        return new ApnsClientBuilder()
                .setApnsServer("localhost", port)
                .setSigningKey(key)
                .setTrustedServerCertificateChain(certificate)
                .setEventLoopGroup(threads)
                .build();
    }

    private static ApnsSender carrier(ApnsClient client) {
        return new ApnsSender(
                Optional.of(client),
                "org.example.app",
                Duration.ofSeconds(30),
                Clock.fixed(Messages.NOW, ZoneOffset.UTC));
    }

    private PushNotificationHandler handler() {
        return (headers, body) -> {
            RejectedNotificationException why = refusal;
            if (why != null) {
                throw why;
            }
            pushed.add(Pushed.of(headers, body == null ? "" : body.toString(StandardCharsets.UTF_8)));
        };
    }

    private static KeyStore certificate() throws Exception {
        byte[] bytes = SelfSigned.certificate("localhost").getValue().getBytes();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(bytes), "password".toCharArray());
        return store;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private record Pushed(Http2Headers headers, JsonNode payload, int bytes) {
        static Pushed of(Http2Headers headers, String body) {
            try {
                return new Pushed(
                        headers, new ObjectMapper().readTree(body), body.getBytes(StandardCharsets.UTF_8).length);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        String header(String name) {
            return headers.get(name).toString();
        }
    }
}
