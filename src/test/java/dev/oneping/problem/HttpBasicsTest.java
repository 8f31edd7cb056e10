package dev.oneping.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.TenantId;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 9110 says about bodies, their types and codings, on every path of the API. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class HttpBasicsTest {

    private static final TenantId TENANT = new TenantId("basics");
    private static final byte[] NOTIFY =
            "{\"to\":{\"user\":\"ann\"},\"title\":\"Lunch?\"}".getBytes(StandardCharsets.UTF_8);

    @Inject
    ApiKeys keys;

    private String key;

    @BeforeEach
    void createKey() {
        key = keys.create(TENANT, "test", Set.of(Scope.ADMIN))
                .await()
                .indefinitely()
                .key();
    }

    @Test
    void shouldNeedNoContentTypeWithoutABody() throws IOException {
        String token = admin().contentType("application/json")
                .body(Map.of("user", "ann", "device", "laptop"))
                .post("/v1/tokens")
                .jsonPath()
                .getString("token");

        String answer = RawRequest.post("/v1/tickets", new byte[0], "Host: a", "Authorization: Bearer " + token)
                .send();

        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/notify", "/v1/tokens", "/v1/api-keys", "/v1/presence/query"})
    void shouldRejectABodyWithoutContentTypeWith415(String path) throws IOException {
        String answer = RawRequest.post(path, NOTIFY, "Host: a", "Authorization: Bearer " + key)
                .send();

        assertAll(
                () -> assertTrue(answer.startsWith("HTTP/1.1 415 "), answer),
                () -> assertTrue(answer.contains("Content-Type must say so"), answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/notify", "/v1/sessions", "/v1/esl/nothing"})
    void shouldRejectACompressedBodyWithTheCodingsThatItTakes(String path) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(NOTIFY);
        }
        admin().header("Content-Encoding", "gzip")
                .contentType("application/json")
                .body(compressed.toByteArray())
                .post(path)
                .then()
                .statusCode(415)
                .header("Accept-Encoding", "identity")
                .body("code", equalTo("unsupported-media-type"));
        admin().header("Content-Encoding", "identity")
                .contentType("application/json")
                .body(NOTIFY)
                .post("/v1/notify")
                .then()
                .statusCode(202);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Host: a~Host: b~Content-Type: application/json                           | Host
            Host: a~Content-Type: application/json~Content-Type: application/json    | Content-Type
            Host: a~Content-Type: application/json~Content-Type: text/plain          | Content-Type
            Host: a~Content-Type: application/json, text/plain                       | Content-Type
            Host: a~Content-Type: application/json~Idempotency-Key: a~Idempotency-Key: b | Idempotency-Key
            """)
    void shouldRejectAHeaderThatMayBeSentOnlyOnce(String headers, String named) throws IOException {
        String answer = RawRequest.post("/sample", "{}".getBytes(StandardCharsets.UTF_8), headers.split("~"))
                .send();

        assertAll(
                () -> assertTrue(answer.startsWith("HTTP/1.1 400 "), answer),
                () -> assertTrue(answer.contains("\"parameter\":\"" + named + "\""), answer));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/events?sort=desc, sort, The parameters are",
        "/v1/events?after=&limt=3, limt, Did you mean 'limit'?",
        "/v1/events/stream?typ=a, typ, types",
        "/v1/groups?page=2, page, The parameters are",
        "/v1/api-keys?all=true, all, This operation has none.",
        "/v1/users/ann/presence?user=ann, user, This operation has none.",
        "/v1/sessions/ses_1/poll?wait=5, wait, The parameters are",
        "/v1/events?limit=10&limit=20, limit, must be sent once",
        "/v1/events/stream?types=*&types=*, types, must be sent once",
    })
    void shouldRejectAnUnknownQueryParameterByName(String path, String named, String hint) {
        admin().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(400)
                .body("errors[0].parameter", equalTo(named))
                .body("errors[0].detail", containsString(hint));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/tokens, '{\"user\":\".\",\"device\":\"a\"}', user",
        "/v1/tokens, '{\"user\":\"..\",\"device\":\"a\"}', user",
        "/v1/tokens, '{\"user\":\"ann\",\"device\":\"..\"}', device",
        "/v1/notify, '{\"to\":{\"user\":\"..\"},\"title\":\"a\"}', user",
        "/v1/notify, '{\"to\":{\"group\":\".\"},\"title\":\"a\"}', group",
        "/v1/notify, '{\"to\":{\"topic\":\".\"},\"title\":\"a\"}', topic",
    })
    void shouldRejectNamesThatAUrlTreatsAsSteps(String path, String body, String named) {
        admin().contentType("application/json")
                .body(body)
                .post(path)
                .then()
                .statusCode(400)
                .body("errors[0].detail", containsString(named.substring(1) + " must not be '."));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/api-keys, '{\"name\":\"a\",\"scopes\":[null]}', /scopes/0",
        "/v1/notify, '{\"to\":{\"users\":[\"ann\",null]},\"title\":\"a\"}', /to/users/1",
        "/v1/subscriptions, '{\"url\":\"https://example.org\",\"types\":[null]}', /types/0",
    })
    void shouldRejectNullInAListByItsPlace(String path, String body, String pointer) {
        admin().contentType("application/json")
                .body(body)
                .post(path)
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo(pointer));
    }

    /** The generator for Java initializes every list. */
    @Test
    void shouldTakeAnEmptyListBesideAnotherRecipientAsGeneratedClientsSendIt() {
        admin().contentType("application/json")
                .body("{\"to\":{\"user\":\"ann\",\"users\":[]},\"title\":\"a\"}")
                .post("/v1/notify")
                .then()
                .statusCode(202);
        admin().contentType("application/json")
                .body("{\"to\":{\"users\":[]},\"title\":\"a\"}")
                .post("/v1/notify")
                .then()
                .statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/api-keys", "/v1/users/ann/presence", "/v1/nothing"})
    void shouldLetNobodyStoreOrSniffAnAnswer(String path) {
        admin().get(path).then().header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff");
    }

    /** A strict client sends no body before it has read a word. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/notify", "/v1/sessions", "/v1/sessions/ses_1/frames"})
    void shouldAnswerExpectContinueOnEveryPath(String path) throws IOException {
        try (Socket socket = waiting(path, "Content-Type: application/json", NOTIFY.length)) {
            String interim = head(socket);
            assertTrue(interim.startsWith("HTTP/1.1 100 "), interim);

            socket.getOutputStream().write(NOTIFY);

            String answer = head(socket);
            assertTrue(answer.startsWith("HTTP/1.1 ") && !answer.startsWith("HTTP/1.1 1"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/notify", "/v1/sessions", "/v1/sessions/ses_1/frames"})
    void shouldRefuseAtOnceAndCloseWhenTheBodyWouldBeRefused(String path) throws IOException {
        try (Socket socket = waiting(path, "Content-Type: application/json", 100_000_000)) {
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/connect                  | GET, OPTIONS, POST
            /v1/sessions                 | OPTIONS, POST
            /v1/sessions/ses_1           | DELETE, OPTIONS
            /v1/sessions/ses_1/frames    | OPTIONS, POST
            /v1/sessions/ses_1/poll      | GET, OPTIONS
            /v1/sessions/ses_1/stream    | GET, OPTIONS
            /v1/events/stream            | GET, OPTIONS
            /v1/notices/basics/t         | GET, HEAD, OPTIONS
            """)
    void shouldNameTheMethodsOfPathsBesideTheRestLayer(String path, String allowed) {
        given().options(path).then().statusCode(200).header("Allow", equalTo(allowed));
        given().put(path)
                .then()
                .statusCode(405)
                .header("Allow", equalTo(allowed))
                .body("code", equalTo("method-not-allowed"));
    }

    private Socket waiting(String path, String header, int length) throws IOException {
        Socket socket = new Socket("localhost", RestAssured.port);
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key + "\r\n"
                                + header + "\r\nExpect: 100-continue\r\nContent-Length: " + length + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /** The next status line and headers. */
    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        return head.toString();
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + key);
    }
}
