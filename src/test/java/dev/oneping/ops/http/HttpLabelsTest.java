package dev.oneping.ops.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.TenantId;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What callers put into paths and methods is no label. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class HttpLabelsTest {

    /** More than the framework would count. */
    private static final int PATHS = 150;

    private static final String SECRET = "a-token-or-a-name";

    @TestHTTPResource("/")
    URI service;

    @Inject
    ApiKeys keys;

    @Test
    void shouldKeepPathsOutOfLabels() throws Exception {
        String key = keys.create(new TenantId("labels"), "labels", Set.of(Scope.ADMIN))
                .await()
                .indefinitely()
                .key();
        for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "FOO-" + SECRET)) {
            for (String path : List.of(
                    "/v1/esl/" + SECRET,
                    "/v1/users/" + SECRET + "/presence",
                    "/v1/sessions/" + SECRET + "/poll",
                    "/v1/notices/" + SECRET + "/x",
                    "/v1/" + SECRET,
                    "/" + SECRET + "/{x}",
                    "/sdk/" + SECRET)) {
                exchange(method, path, key);
            }
        }
        assertEquals(200, exchange("GET", "/v1/users/ann/presence", key));
        assertEquals(400, exchange("POST", "/v1/notify", key));

        Awaitility.await().until(() -> metrics().contains("uri=\"/v1/users/{user}/presence\""));
        String metrics = metrics();
        assertTrue(metrics.contains("uri=\"/v1/notify\""), metrics);
        assertFalse(
                metrics.contains(SECRET),
                () -> metrics.lines()
                        .filter(line -> line.contains(SECRET))
                        .toList()
                        .toString());
    }

    @Test
    void shouldCountKnownPathsAfterManyUnknownOnes() throws Exception {
        String key = keys.create(new TenantId("labels"), "paths", Set.of(Scope.ADMIN))
                .await()
                .indefinitely()
                .key();
        for (int i = 0; i < PATHS; i++) {
            exchange("GET", "/v1/esl/" + SECRET + i, key);
            exchange("GET", "/" + SECRET + i, key);
        }

        assertEquals(200, exchange("GET", "/v1/rules/versions", key));

        Awaitility.await().until(() -> metrics().contains("uri=\"/v1/rules/versions\""));
    }

    @Test
    void shouldLeaveOutPoolsOfOneRedisConnection() throws Exception {
        assertFalse(metrics().contains("redis_pool"));
    }

    private int exchange(String method, String path, String key) throws IOException {
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.getOutputStream()
                    .write(
                            "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                                    .formatted(method, path, key)
                                    .getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    private String metrics() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(service.resolve("/q/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
