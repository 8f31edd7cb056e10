package dev.oneping.signal;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.e2e.TestDevice;
import dev.oneping.e2e.Verbs;
import dev.oneping.model.TenantId;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URL;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inbound signals from the sender's side: over HTTP, up to the user's device. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class SignalTest {

    private static final String HERE =
            "{'seq':1,'attention':{'visible':true,'focused':true,'idle_ms':0,'screen':'unlocked'}}";

    @Inject
    ApiKeys keys;

    @TestHTTPResource
    URL service;

    private Verbs verbs = new Verbs("", 0);

    @BeforeEach
    void login() {
        TenantId tenant = new TenantId("t" + Long.toHexString(new SecureRandom().nextLong()));
        String key = keys.create(tenant, "test", Set.of(Scope.ADMIN))
                .await()
                .indefinitely()
                .key();
        verbs = new Verbs(key, service.getPort());
    }

    @Test
    void shouldNotifyOfAStatusOutOfTheBox() {
        TestDevice laptop = verbs.connect("laptop", HERE);

        form(
                        url("['notification:*']"),
                        Map.of(
                                "_domain",
                                "notification",
                                "_name",
                                "status",
                                "_eid",
                                "b-1",
                                "application",
                                "the builds",
                                "subject",
                                "All green",
                                "description",
                                "in 7 min",
                                "priority",
                                "1"))
                .statusCode(202)
                .body("eid", equalTo("b-1"))
                .body("accepted", equalTo(true));

        JsonNode shown = laptop.await("notify");
        assertEquals("All green", shown.path("title").asText());
        assertEquals("in 7 min", shown.path("body").asText());
        assertEquals("the-builds", shown.path("category").asText());
        assertEquals("high", shown.path("priority").asText());
        assertEquals("notification:status", shown.at("/data/signal").asText());
        verbs.get("/v1/events?wait=5&types=signal.*")
                .body("data[0].type", equalTo("signal.received"))
                .body("data[0].subject", equalTo(verbs.user()))
                .body("data[0].data.eid", equalTo("b-1"))
                .body("data[0].data", not(containsString("green")));
    }

    @Test
    void shouldReturnDirectivesToASenderThatWaits() {
        verbs.connect("laptop", HERE);
        String url = url("['notification:*']");

        String first = waiting(url, "{'_domain':'notification','_type':'status','_eid':'b-1','subject':'Hi'}")
                .statusCode(200)
                .header("Preference-Applied", "wait")
                .body("eid", equalTo("b-1"))
                .body("directives.name", contains("deliver", "escalate", "poll"))
                .body("directives[0].options.device", equalTo("laptop"))
                .body("directives[0].options.deadline", containsString("T"))
                .extract()
                .path("directives[2].options.url");

        assertEquals(
                first,
                waiting(url, "{'_domain':'notification','_type':'status','_eid':'b-1','subject':'Hi'}")
                        .statusCode(200)
                        .extract()
                        .<String>path("directives[2].options.url"));
        verbs.get("/v1/events?wait=5&types=signal.*").body("data", hasSize(1));
    }

    @Test
    void shouldRecordALogAndNotifyNobody() {
        waiting(url("['notification:*']"), "{'_domain':'notification','_type':'log','subject':'Hi'}")
                .statusCode(200)
                .body("directives", hasSize(0));

        verbs.get("/v1/events?wait=5&types=*").body("data.type", contains("signal.received"));
    }

    @Test
    void shouldMapOtherSignalsAsTheUrlSays() {
        TestDevice laptop = verbs.connect("laptop", HERE);
        String url = create("{'allow':['build:*'],'mappings':[{'on':'build:failed','title':'Build {number} failed',"
                        + "'body':'{commit} by {nobody}','priority':'high'}]}")
                .statusCode(201)
                .body("mappings[0].on", equalTo("build:failed"))
                .extract()
                .path("url");

        given().contentType("application/cloudevents+json")
                .body(
                        "{\"specversion\":\"1.0\",\"id\":\"4711\",\"source\":\"/b\",\"type\":\"com.example.build.failed\","
                                + "\"data\":{\"number\":4711,\"commit\":\"c0ffee\"}}")
                .post(url)
                .then()
                .statusCode(202)
                .body("eid", equalTo("4711"));

        JsonNode shown = laptop.await("notify");
        assertEquals("Build 4711 failed", shown.path("title").asText());
        assertEquals("c0ffee by ", shown.path("body").asText());
    }

    @Test
    void shouldTakeABinaryCloudEvent() {
        given().contentType("application/json")
                .header("ce-specversion", "1.0")
                .header("ce-id", "x%20y")
                .header("ce-source", "/b")
                .header("ce-type", "com.example.notification.log")
                .body("{\"subject\":\"Hi\"}")
                .post(url("['*:*']"))
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/_eid"));
        given().contentType("application/json")
                .header("ce-specversion", "1.0")
                .header("ce-id", "x%2Fy")
                .header("ce-source", "/b")
                .header("ce-type", "com.example.notification.log")
                .body("{\"subject\":\"Hi\"}")
                .post(url("['*:*']"))
                .then()
                .statusCode(202)
                .body("eid", equalTo("x/y"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'_type':'a'}                               | /_domain  | A signal requires '_domain'.
            {'_domain':'a'}                             | /_type    | A signal requires '_type'.
            {'_domain':'a b','_type':'b'}               | /_domain  | '_domain' must be 1 to 64 characters from A-Z a-z 0-9 _ . -
            {'_domain':'a','_type':'b','_secret':'x'}   | /_secret  | '_secret' is unknown; names that begin with _ are reserved.
            {'_domain':'a','_type':'b','x':{'y':1}}     | /x        | An attribute must be a string or a list of strings.
            {'_domain':'a','_type':'b','_eid':'ü'}      | /_eid     | '_eid' must be 1 to 128 visible ASCII characters.
            {'_domain':'a','_type':'b','eid':'ü'}       | /_eid     | '_eid' must be 1 to 128 visible ASCII characters.
            {'_domain':'a','_type':'b','_timestamp':1}  | /_timestamp | '_timestamp' must be a time by RFC 3339, like 2026-11-23T20:15:00Z.
            {'_domain':'notification','_type':'status'} | /subject  | A notification:status signal requires 'subject', a short line.
            """)
    void shouldSayWhatIsWrongWithASignal(String body, String pointer, String detail) {
        json(url("['*:*']"), body)
                .statusCode(400)
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].detail", equalTo(detail));
    }

    @Test
    void shouldKeepTheTimeGivenByTheSender() {
        json(url("['*:*']"), "{'_domain':'build','_type':'done','eid':'b-7','_timestamp':'2026-11-23T21:15:00+01:00'}")
                .statusCode(202)
                .body("eid", equalTo("b-7"));

        verbs.get("/v1/events?wait=5&types=signal.*")
                .body("data[0].data.eid", equalTo("b-7"))
                .body("data[0].data.happened_at", equalTo("2026-11-23T20:15:00Z"));
    }

    /** Otherwise a webhook that leads to a signal URL would create an endless loop. */
    @Test
    void shouldRefuseItsOwnEvents() {
        String url = url("['*:*']");
        json(url, "{'_domain':'build','_type':'done'}").statusCode(202);
        String ours = verbs.get("/v1/events?wait=5&types=signal.*").extract().path("data[0].id");

        sending("{'_domain':'signal','_type':'received'}")
                .header("webhook-id", ours)
                .post(url)
                .then()
                .statusCode(409)
                .body("code", equalTo("conflict"));
        sending("{'_domain':'build','_type':'done'}")
                .header("webhook-id", "evt_000000000000000000fff")
                .post(url)
                .then()
                .statusCode(202);
        verbs.get("/v1/events?wait=5&types=signal.*").body("data", hasSize(2));
    }

    @Test
    void shouldTakeOnlyWhatItsUrlAllows() {
        json(url("['build:*']"), "{'_domain':'deploy','_type':'done'}")
                .statusCode(403)
                .body("detail", equalTo("This URL does not accept deploy:done."));
        given().contentType("text/plain").body("x").post(url("['*:*']")).then().statusCode(415);
        given().get(url("['*:*']")).then().statusCode(405);
    }

    @Test
    void shouldRejectGuessedTokens() {
        String detail = json("/v1/esl/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "{'_domain':'a','_type':'b'}")
                .statusCode(404)
                .extract()
                .path("detail");
        assertEquals("There is no such signal URL.", detail);
    }

    @Test
    void shouldBeListedWithoutItsTokenRotatedAndEnded() {
        String path = "/v1/users/" + verbs.user() + "/signal-urls";
        ValidatableResponse created = create("{'name':'builds','allow':['build:*']}")
                .statusCode(201)
                .header("Location", containsString(path + "/sgl_"));
        String id = created.extract().path("id");
        String old = created.extract().path("url");
        verbs.get(path)
                .statusCode(200)
                .body("data.id", hasItems(id))
                .body("data[0].name", equalTo("builds"))
                .body(not(containsString("/v1/esl/")));

        String fresh = verbs.post(path + "/" + id + "/rotate", "{'overlap':'1h'}")
                .statusCode(200)
                .extract()
                .path("url");
        json(old, "{'_domain':'build','_type':'done'}").statusCode(202);
        json(fresh, "{'_domain':'build','_type':'done'}").statusCode(202);
        String last = verbs.post(path + "/" + id + "/rotate", "{'overlap':'0s'}")
                .extract()
                .path("url");
        json(fresh, "{'_domain':'build','_type':'done'}").statusCode(404);

        verbs.delete(path + "/" + id).statusCode(204);
        json(last, "{'_domain':'build','_type':'done'}").statusCode(404);
        verbs.delete(path + "/" + id).statusCode(404);
    }

    @Test
    void shouldSayWhatIsWrongWithARequestForAUrl() {
        create("{}").statusCode(400).body("errors[0].pointer", equalTo("/allow"));
        create("{'allow':['build']}").statusCode(400).body("errors[0].pointer", equalTo("/allow/0"));
        create("{'allow':['*:*'],'mappings':[{'on':'a:b'}]}")
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/mappings/0/title"));
    }

    private String url(String allow) {
        return create("{'allow':" + allow + "}").statusCode(201).extract().path("url");
    }

    private ValidatableResponse create(String body) {
        return verbs.post("/v1/users/" + verbs.user() + "/signal-urls", body);
    }

    private static ValidatableResponse form(String url, Map<String, String> fields) {
        return given().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(fields)
                .post(url)
                .then();
    }

    private static ValidatableResponse json(String url, String body) {
        return sending(body).post(url).then();
    }

    private static ValidatableResponse waiting(String url, String body) {
        return sending(body).header("Prefer", "wait=5").post(url).then();
    }

    private static RequestSpecification sending(String body) {
        return given().contentType("application/json").body(body.replace('\'', '"'));
    }
}
