package dev.oneping.connection;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.equalToIgnoringCase;
import static org.hamcrest.Matchers.nullValue;

import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers that a browser asks for before a page of another origin may use the API. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class CorsTest {

    /** The tests allow pages of this machine, on any port. */
    private static final String PAGE = "http://localhost:5173";

    private static final String FOREIGN = "https://evil.example";

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/sessions",
        "POST, /v1/sessions/ses_1/frames",
        "GET, /v1/sessions/ses_1/poll",
        "GET, /v1/sessions/ses_1/stream",
        "DELETE, /v1/sessions/ses_1",
        "POST, /v1/tickets",
        "GET, /v1/notifications/ntf_1",
        "POST, /v1/notifications/ntf_1/ack",
        "GET, /v1/users/ann/notifications",
        "POST, /v1/presence/query",
        "GET, /v1/webpush-key",
        "PUT, /v1/users/ann/devices/laptop",
        "PUT, /v1/users/ann/preferences",
        "PUT, /v1/users/ann/dnd",
        "GET, /v1/notices/default/news",
        "GET, /v1/events",
        "GET, /v1/events/stream",
    })
    void shouldAllowPreflightOfEveryPathThatAPageNeeds(String method, String path) {
        given().header("Origin", PAGE)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .options(path)
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", PAGE)
                .header("Access-Control-Allow-Methods", containsString(method))
                .header("Access-Control-Allow-Headers", containsString("Authorization, Content-Type"))
                .header("Access-Control-Max-Age", "7200")
                .header("Access-Control-Allow-Credentials", nullValue())
                .header("Vary", containsString("Origin"));
    }

    @ParameterizedTest
    @ValueSource(strings = {FOREIGN, "null", "http://localhost.evil.example", "http://localhost:5173.evil.example"})
    void shouldGrantNothingToPagesOfAnOriginThatIsNotListed(String origin) {
        given().header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .options("/v1/tickets")
                .then()
                .header("Access-Control-Allow-Origin", nullValue())
                .header("Access-Control-Allow-Methods", nullValue())
                .header("Vary", containsString("Origin"));
        given().header("Origin", origin)
                .get("/v1/webpush-key")
                .then()
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/events", "/v1/sessions/ses_1/poll", "/v1/nothing", "/v1/a;b"})
    void shouldLetAPageReadRejections(String path) {
        given().header("Origin", PAGE)
                .get(path)
                .then()
                .header("Access-Control-Allow-Origin", PAGE)
                .header("Access-Control-Expose-Headers", containsString("Retry-After"))
                .header("Access-Control-Expose-Headers", containsString("RateLimit"))
                .body("code", containsString(""));
    }

    @Test
    void shouldAnswerClientsOtherThanBrowsersWithoutCors() {
        given().get("/v1/events")
                .then()
                .header("Access-Control-Allow-Origin", nullValue())
                .header("Vary", equalToIgnoringCase("Origin"));
        given().options("/v1/tickets").then().statusCode(200).header("Allow", equalTo("OPTIONS, POST"));
    }
}
