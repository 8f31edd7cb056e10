package dev.oneping.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are valid HTTP but that no ordinary client sends. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class OddRequestTest {

    private static final byte[] BODY = "{\"to\":{\"user\":\"ann\"}}".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Accept: */*                                             | Content-Type: application/json | Host
            Host: a | Authorization: Bearer a~Authorization: Bearer b~Content-Type: application/json | Authorization
            Host: a | Accept: ///~Content-Type: application/json                                     | Accept
            Host: a | Content-Type: garbage                                                          | Content-Type
            Host: a | Content-Type: application/                                                     | Content-Type
            """)
    void shouldNameTheHeaderThatCannotBeRead(String first, String more, String named) throws IOException {
        String[] headers = (first + "~" + more).split("~");

        String answer = RawRequest.post("/sample", BODY, headers).send();

        assertAll(
                () -> assertTrue(answer.startsWith("HTTP/1.1 400 "), answer),
                () -> assertTrue(answer.contains("application/problem+json"), answer),
                () -> assertTrue(answer.contains("\"parameter\":\"" + named + "\""), answer));
    }

    @Test
    void shouldAcceptUsualBrowserHeaders() throws IOException {
        String answer = RawRequest.post(
                        "/sample",
                        BODY,
                        "Host: a",
                        "Content-Type: application/json; charset=UTF-8",
                        "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8")
                .send();

        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    }

    /** RFC 8259 defines no charset parameter, yet some clients send one. */
    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "utf-16", "nonsense"})
    void shouldReadJsonAsUtf8WithAnyCharsetParameter(String charset) {
        given().header("Content-Type", "application/json; charset=" + charset)
                .body(BODY)
                .post("/sample")
                .then()
                .statusCode(200);
    }

    /** An overlong slash, the same text in another encoding, and half of an emoji. */
    @Test
    void shouldRejectTextThatCouldNotBeWrittenAgain() {
        refused(bytes("{\"to\":{\"user\":\"ann\"},\"types\":[\"", 0xc0, 0xaf, "\"]}"), "not valid UTF-8");
        refused("{\"to\":{\"user\":\"ann\"}}".getBytes(StandardCharsets.UTF_16), "not valid UTF-8");
        refused(bytes("{\"to\":{\"user\":\"ann\"},\"types\":[\"\\ud83d\"]}"), "unpaired UTF-16 surrogate");
        given().contentType("application/json")
                .body(bytes("{\"to\":{\"user\":\"ann\"},\"types\":[\"\\ud83d\\ude00\"]}"))
                .post("/sample")
                .then()
                .statusCode(200)
                .body("types[0]", equalTo("\uD83D\uDE00"));
    }

    private static void refused(byte[] body, String why) {
        given().contentType("application/json")
                .body(body)
                .post("/sample")
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed-json"))
                .body("detail", containsString(why));
    }

    /** Texts as they stand, and numbers as single bytes. */
    private static byte[] bytes(Object... parts) {
        StringBuilder all = new StringBuilder();
        for (Object part : parts) {
            all.append(part instanceof Integer one ? String.valueOf((char) one.intValue()) : part);
        }
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
