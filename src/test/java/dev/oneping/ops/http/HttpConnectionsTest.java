package dev.oneping.ops.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.Caller;
import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.model.DeviceId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.testing.RawSocket;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that connect and send nothing, too little, too slowly or too much. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(HttpConnectionsTest.ShortLimits.class)
class HttpConnectionsTest {

    private static final int MAX_PER_ADDRESS = 60;
    private static final int MAX_PIPELINED = 5;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final String HEAD =
            "POST /v1/notify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    /** A request that is answered later, when Redis has replied. */
    private static final String WAITING = "GET /q/health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static final String UNKNOWN = "GET /v1/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** Limits short enough to be reached. */
    public static final class ShortLimits implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "oneping.http.header-timeout", "1s",
                    "oneping.http.body-timeout", "1s",
                    "oneping.http.idle-timeout", "1s",
                    "oneping.http.max-pipelined", Integer.toString(MAX_PIPELINED),
                    "oneping.http.max-connections-per-address", Integer.toString(MAX_PER_ADDRESS));
        }
    }

    @Inject
    DeviceTokens tokens;

    /** In a test the port is chosen late, so the limits begin with the first request. */
    @BeforeEach
    void sendAFirstRequest() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "GET /v1/nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(rest(socket).startsWith("HTTP/1.1 404 "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P", "POST /v1/notify HTTP/1.1\r\nHost: loc", "\r\n"})
    void shouldCloseAConnectionThatDoesNotFinishItsHeaders(String beginning) throws IOException {
        try (Socket socket = connect()) {
            send(socket, beginning);

            assertEquals("", rest(socket));
        }
    }

    /** Each byte comes well within any time of idleness. */
    @Test
    void shouldCloseAConnectionWhoseHeadersDrip() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "GET /v1/nothing HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");

            assertEquals("", drip(socket, "a"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"})
    void shouldCloseAConnectionWhoseBodyDrips(String framing) throws IOException {
        try (Socket socket = connect()) {
            send(socket, HEAD + framing);

            drip(socket, framing.startsWith("C") ? " " : "1\r\n \r\n");
        }
    }

    @Test
    void shouldRefuseAnUnknownProxyBeforeItsEndlessBodyIsRead() throws IOException {
        try (Socket socket = connect()) {
            send(
                    socket,
                    "POST /v1/connect HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/websocket-events\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n");

            String answer = drip(socket, "1\r\n \r\n");

            assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
        }
    }

    @Test
    void shouldCloseAnIdleConnectionAfterAResponse() throws IOException {
        try (Socket socket = connect()) {
            send(socket, UNKNOWN);

            assertTrue(rest(socket).startsWith("HTTP/1.1 404 "));
        }
    }

    @Test
    void shouldAnswerPipelinedRequestsAndCloseForTooMany() throws IOException {
        try (Socket socket = connect()) {
            send(socket, WAITING.repeat(MAX_PIPELINED));
            assertEquals(MAX_PIPELINED, count(rest(socket)));
        }
        try (Socket socket = connect()) {
            send(socket, WAITING.repeat(1000));
            assertTrue(count(rest(socket)) < 1000);
        }
    }

    @Test
    void shouldKeepAWebSocketBeyondTheLimitsOfRequests() throws IOException {
        try (RawSocket device = new RawSocket(token("steady"));
                Socket idle = connect()) {
            device.say("{'type':'hello','device':'steady','platform':'web'}");
            assertEquals("", rest(idle));

            device.say("{'type':'ping'}");

            String frame = device.readUntil(RawSocket.TEXT).text();
            while (!frame.contains("pong")) {
                frame = device.readUntil(RawSocket.TEXT).text();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5000, 32768, 65535})
    void shouldNotEchoACloseCodeThatDoesNotExist(int code) throws IOException {
        try (RawSocket device = new RawSocket(token("odd"))) {
            device.send(true, RawSocket.CLOSE, new byte[] {(byte) (code >> 8), (byte) code});

            assertEquals(1002, device.readUntil(RawSocket.CLOSE).closeCode());
        }
    }

    @Test
    void shouldCloseExcessConnectionsOfAnAddressAndAdmitOthersOnceTheyAreGone() throws IOException {
        List<Socket> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < MAX_PER_ADDRESS * 2; i++) {
                crowd.add(connect());
            }
            long refused = crowd.stream().filter(HttpConnectionsTest::isRefused).count();
            assertTrue(refused >= MAX_PER_ADDRESS, () -> refused + " were refused");
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
        awaitAdmission();
    }

    private void awaitAdmission() throws IOException {
        for (int attempt = 0; attempt < 1000; attempt++) {
            try (Socket socket = connect()) {
                send(socket, "GET /v1/nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                if (rest(socket).startsWith("HTTP/1.1 404 ")) {
                    return;
                }
            } catch (SocketException refused) {
                // Those that have left are not counted out yet.
            }
        }
        throw new AssertionError("nobody is admitted any more");
    }

    /** Returns whether a request gets no response, since the connection was closed when it was accepted. */
    private static boolean isRefused(Socket socket) {
        try {
            send(socket, UNKNOWN);
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private String token(String device) {
        return tokens.issue(
                        new Caller.Device(new TenantId("limits"), new UserId("ann"), new DeviceId(device)),
                        Duration.ofMinutes(5))
                .value();
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", RestAssured.port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Everything up to the end of the connection, which must come. */
    private static String rest(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                text.append((char) next);
            }
        } catch (SocketException reset) {
            return text.toString();
        }
        return text.toString();
    }

    /** Sends a little again and again until the server closes the connection; returns its response. */
    private static String drip(Socket socket, String drop) throws IOException {
        StringBuilder answer = new StringBuilder();
        socket.setSoTimeout(100);
        for (int i = 0; i < PATIENCE_MILLIS / 100; i++) {
            try {
                send(socket, drop);
                int next = socket.getInputStream().read();
                while (next >= 0) {
                    answer.append((char) next);
                    next = socket.getInputStream().read();
                }
                return answer.toString();
            } catch (SocketTimeoutException open) {
                // Still open: one drop more.
            } catch (SocketException closed) {
                return answer.toString();
            }
        }
        throw new AssertionError("the connection is still open");
    }

    private static int count(String answers) {
        return answers.split("HTTP/1.1 ", -1).length - 1;
    }
}
