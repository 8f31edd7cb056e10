package dev.oneping.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service in profile prod. */
class ManagementPortIT {

    private static final List<String> MANAGEMENT = List.of(
            "/q/health",
            "/q/health/ready",
            "/q/health/live",
            "/q/metrics",
            "/openapi.yaml",
            "/openapi",
            "/asyncapi.yaml");

    private static final int MAX_CONNECTIONS = 300;

    @TempDir
    private static Path folder;

    private static EmbeddedRedis redis;
    private static ServiceProcess service;

    @BeforeAll
    static void start() throws IOException {
        redis = EmbeddedRedis.start(Files.createDirectory(folder.resolve("redis")), RedisBinary.PATH_OR_BUNDLED);
        service = ServiceProcess.start(
                redis.uri(),
                ServiceProcess.freePort(),
                folder,
                "-Dquarkus.profile=prod",
                "-Dquarkus.http.host=127.0.0.1",
                "-Doneping.auth.token-secret=a-secret-that-only-this-test-uses",
                "-Doneping.secrets.key=b25lcGluZy10ZXN0LWtleS1vbmVwaW5nLXRlc3Qta2U=",
                "-Doneping.admin-key=an-admin-key-that-only-this-test-uses",
                "-Doneping.http.max-connections=" + MAX_CONNECTIONS,
                "-Doneping.management.port=" + ServiceProcess.freePort());
    }

    @AfterAll
    static void end() throws InterruptedException {
        service.close();
        redis.close();
    }

    @Test
    void shouldServeManagementOnItsOwnPortOnly() throws Exception {
        for (String path : MANAGEMENT) {
            assertEquals(200, get(service.management(), path).statusCode(), path);
            assertEquals(404, get(service.url(), path).statusCode(), path);
        }
        for (String trick :
                List.of("//q/metrics", "/%71/metrics", "/v1/../q/metrics", "/q/./metrics", "/q;a=b/metrics")) {
            assertFalse(raw(trick).startsWith("HTTP/1.1 200"), trick);
        }
    }

    @Test
    void shouldServeNothingElseOnManagementPort() throws Exception {
        assertEquals(404, get(service.management(), "/v1/events").statusCode());
        assertEquals(401, get(service.url(), "/v1/events").statusCode());
    }

    @Test
    void shouldNotUpgradeToHttp2WithoutTls() throws Exception {
        String upgrade = exchange(
                "GET /v1/event-types HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings, close\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
        String preface = exchange("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");

        assertTrue(upgrade.startsWith("HTTP/1.1 ") && !upgrade.startsWith("HTTP/1.1 101"), upgrade);
        assertTrue(preface.isEmpty() || preface.startsWith("HTTP/"), preface);
    }

    /** Twice as many connections as the service accepts, which send nothing. Nothing was requested before. */
    @Test
    void shouldAnswerHealthChecksWhilePublicPortIsFull() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * MAX_CONNECTIONS; i++) {
                crowd.add(new Socket("127.0.0.1", service.url().getPort()));
            }
            assertEquals(200, get(service.management(), "/q/health/ready").statusCode());
            for (Socket idle : crowd) {
                idle.setSoTimeout(60_000);
                assertTrue(isClosed(idle));
            }
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
        assertEquals(401, get(service.url(), "/v1/events").statusCode());
    }

    private static boolean isClosed(Socket idle) throws IOException {
        try {
            return idle.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static HttpResponse<String> get(URI where, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(where.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String raw(String target) throws IOException {
        return exchange("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    /** Returns the head of the answer; what was read by then if the service is silent. */
    private static String exchange(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", service.url().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder head = new StringBuilder();
            try {
                for (int next = read(socket); next >= 0 && head.indexOf("\r\n\r\n") < 0; next = read(socket)) {
                    head.append((char) next);
                }
                return head.toString();
            } catch (SocketTimeoutException silent) {
                return head.toString();
            }
        }
    }

    private static int read(Socket socket) throws IOException {
        return socket.getInputStream().read();
    }
}
