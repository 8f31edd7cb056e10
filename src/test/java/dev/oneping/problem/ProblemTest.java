package dev.oneping.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class ProblemTest {

    private static final String PROBLEM = "application/problem+json";

    @Test
    void shouldWriteSnakeCaseTimesInUtcAndNoNulls() {
        given().contentType("application/json")
                .body("{\"to\":{\"user\":\"ann\"},\"expires_in\":\"1h\",\"sent_at\":\"2026-01-31T12:00:00+01:00\"}")
                .post("/sample")
                .then()
                .statusCode(200)
                .body("to.user", equalTo("ann"))
                .body("expires_in", equalTo("PT1H"))
                .body("sent_at", equalTo("2026-01-31T11:00:00Z"))
                .body("count", nullValue())
                .body(not(containsString("null")));
    }

    @Test
    void shouldCarryEveryMemberOfAProblem() {
        posting("{\"to\":{\"user\":\"ann\"},\"cuont\":1}")
                .body("type", equalTo("/problems/invalid-request"))
                .body("title", equalTo("The request is invalid"))
                .body("status", equalTo(400))
                .body("code", equalTo("invalid-request"))
                .body("request_id", matchesPattern("req_[0-9a-z]+"))
                .body("errors", hasSize(1))
                .body("errors[0].pointer", equalTo("/cuont"))
                .body("errors[0].code", equalTo("unknown-field"))
                .body("detail", equalTo("There is no field 'cuont'. Did you mean 'count'?"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"to":{"user":"ann"},"count":"5"}          | /count       | wrong-type    | a whole number
            {"to":{"user":"ann"},"count":1.5}          | /count       | wrong-type    | a whole number
            {"to":{"user":"ann"},"count":99999999999}  | /count       | wrong-type    | a whole number
            {"to":{"user":"ann"},"count":10}           | /count       | not-allowed   | 'count' must be less than
            {"to":{"user":"ann"},"loud":"true"}        | /loud        | wrong-type    | true or false
            {"to":{"user":"ann"},"loud":1}             | /loud        | wrong-type    | true or false
            {"to":{"user":"ann"},"priority":"urgent"}  | /priority    | wrong-type    | one of low, normal, high, critical
            {"to":{"user":"ann"},"priority":1}         | /priority    | wrong-type    | one of low, normal, high, critical
            {"to":{"user":"ann"},"expires_in":"soon"}  | /expires_in  | wrong-type    | a duration such as 30s
            {"to":{"user":"ann"},"sent_at":"today"}    | /sent_at     | wrong-type    | a time such as
            {"to":{"user":"ann"},"sent_at":7}          | /sent_at     | wrong-type    | a time such as
            {"to":{"user":"ann"},"sent_at":"+999999999-12-31T23:59:59Z"} | /sent_at | wrong-type | a time such as
            {"to":{"user":"ann"},"types":"a"}          | /types       | wrong-type    | a list
            {"to":{"user":"ann"},"types":["a",1]}      | /types/1     | wrong-type    | a string
            {"to":{"user":"ann"},"types":["a"," "]}    | /types/1     | required      | 'types/1' must not be blank
            {"to":{"user":7}}                          | /to/user     | wrong-type    | a string
            {"to":{"user":"a:b"}}                      | /to/user     | not-allowed   | User must be 1 to 64 of
            {"to":"ann"}                               | /to          | wrong-type    | an object
            {"to":{"user":"ann"},"place":{"name":null}} | /place/name | wrong-type    | 'place/name' must not be null
            {"to":{"user":"ann"},"place":{}}           | /place/name  | required      | 'place/name' is required
            {}                                         | /to          | required      | 'to' must not be null
            {"to":{"user":"ann"},"colour":1}           | /colour      | unknown-field | The fields are count, data
            null                                       | ``           | required      | A JSON body is required
            []                                         | ``           | wrong-type    | The body must be an object
            """)
    void shouldPointAtWhatIsWrong(String body, String pointer, String code, String detail) {
        posting(body)
                .body("code", equalTo("invalid-request"))
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].code", equalTo(code))
                .body("detail", containsString(detail))
                .body(withoutInsides());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"to":                                     | ends before it is complete (line 1
            {"to":{"user":"ann"},"count":}             | unexpected '}' (line 1, column 30)
            {"to":{"user":"ann"},"count":abc}          | unexpected 'abc'
            {"to":{"user":"ann"},"to":{}}              | the field 'to' is repeated
            {"to":{"user":"ann"}} {}                   | content after the JSON value
            """)
    void shouldSayWhereJsonIsMalformed(String body, String detail) {
        posting(body)
                .body("code", equalTo("malformed-json"))
                .body("detail", containsString(detail))
                .body(withoutInsides());
    }

    @Test
    void shouldRefuseAMissingBody() {
        posting("").body("detail", equalTo("A JSON body is required."));
    }

    @Test
    void shouldRefuseInvalidUtf8() {
        byte[] body = "{\"to\":{\"user\":\"ann\"},\"types\":[\"?\"]}".getBytes(StandardCharsets.ISO_8859_1);
        body[body.length - 4] = (byte) 0xff;
        given().contentType("application/json")
                .body(body)
                .post("/sample")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("detail", containsString("not valid UTF-8 (line 1, column"));
    }

    @Test
    void shouldRefuseDeepNesting() {
        posting("{\"to\":{\"user\":\"ann\"},\"data\":" + "[".repeat(40) + "]".repeat(40) + "}")
                .body("detail", containsString("nested deeper than 32 levels"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sample", "/sample/blocking"})
    void shouldRefuseALargeBodyAnnouncedOrNot(String path) throws Exception {
        String body = "{\"to\":{\"user\":\"ann\"},\"data\":\"" + "x".repeat(1 << 20) + "\"}";
        given().contentType("application/json")
                .body(body)
                .post(path)
                .then()
                .statusCode(413)
                .contentType(PROBLEM)
                .body("detail", containsString("262144 bytes"));
        try (ChunkedPost post = new ChunkedPost()) {
            post.send(path, body);
            assertTrue(post.answer().contains("body-too-large"), post.answer());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET    | /nowhere           | 404 | not-found
            GET    | /q/nowhere         | 404 | not-found
            GET    | /sample;x=1/ann    | 400 | invalid-request
            GET    | /sample/a%3Ab      | 400 | invalid-request
            GET    | /sample/a?limit=b  | 400 | invalid-request
            GET    | /sample/a?limit=999| 400 | invalid-request
            GET    | /sample/broken     | 500 | internal-error
            DELETE | /sample/ann        | 405 | method-not-allowed
            PATCH  | /sample            | 405 | method-not-allowed
            """)
    void shouldAnswerEveryErrorWithAProblem(String method, String path, int status, String code) {
        given().urlEncodingEnabled(false)
                .request(method, path)
                .then()
                .statusCode(status)
                .contentType(PROBLEM)
                .header("Request-Id", matchesPattern("req_[0-9a-z]+"))
                .body("code", equalTo(code))
                .body(withoutInsides());
    }

    @Test
    void shouldNameTheParameter() {
        given().get("/sample/ann?limit=b")
                .then()
                .body("errors[0].parameter", equalTo("limit"))
                .body("detail", containsString("'limit' must be a whole number"));
    }

    @Test
    void shouldNameTheAllowedMethods() {
        given().delete("/sample/ann").then().statusCode(405).header("Allow", equalTo("GET, HEAD, OPTIONS"));
        given().get("/sample").then().statusCode(405).header("Allow", equalTo("OPTIONS, POST"));
        given().options("/sample").then().statusCode(200).header("Allow", equalTo("OPTIONS, POST"));
        given().options("/sample/ann").then().statusCode(200).header("Allow", equalTo("GET, HEAD, OPTIONS"));
        given().options("/sample/ann/nowhere").then().statusCode(404).body("code", equalTo("not-found"));
    }

    @Test
    void shouldNameTheAcceptedMediaTypes() {
        given().contentType("text/plain")
                .body("x")
                .post("/sample")
                .then()
                .statusCode(415)
                .contentType(PROBLEM)
                .header("Accept-Post", equalTo("application/json"));
        given().accept("image/png").get("/sample/ann").then().statusCode(406).contentType(PROBLEM);
    }

    @Test
    void shouldKeepAWellFormedRequestIdOfTheCaller() {
        given().header("Request-Id", "trace-1").get("/sample/ann").then().header("Request-Id", equalTo("trace-1"));
        given().header("Request-Id", "a b").get("/sample/ann").then().header("Request-Id", matchesPattern("req_.+"));
    }

    @Test
    void shouldResolveTheTypeToItsPage() {
        given().get("/problems/expired-token").then().statusCode(200).body("remedy", containsString("/v1/tokens"));
        given().get("/problems").then().statusCode(200).body("", hasSize(ProblemType.values().length));
        given().get("/problems/none").then().statusCode(404).contentType(PROBLEM);
    }

    private static ValidatableResponse posting(String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/sample")
                .then()
                .statusCode(400)
                .contentType(PROBLEM);
    }

    /** No response may reveal class names or exception messages. */
    private static Matcher<String> withoutInsides() {
        return allOf(
                not(containsString("dev.oneping")),
                not(containsString("jackson")),
                not(containsString("java.")),
                not(containsString("Exception")),
                not(containsString("nobody shall see")));
    }
}
