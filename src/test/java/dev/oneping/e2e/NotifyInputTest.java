package dev.oneping.e2e;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.TenantId;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Validation of notify requests with remedies, and idempotency. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class NotifyInputTest {

    @Inject
    ApiKeys keys;

    private String key = "";
    private Verbs ann;

    @BeforeEach
    void login() {
        key = keys.create(new TenantId("input"), "input", Set.of(Scope.ADMIN))
                .await()
                .indefinitely()
                .key();
        ann = new Verbs(key, RestAssured.port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'title':'x'}                                                     | /to/user",
                "{'to':{},'title':'x'}                                             | /to/user",
                "{'to':{'user':'an n'},'title':'x'}                                | /to/user",
                "{'to':{'user':'ann'}}                                             | /title",
                "{'to':{'user':'ann'},'title':' '}                                 | /title",
                "{'to':{'user':'ann'},'title':7}                                   | /title",
                "{'to':{'user':'ann'},'title':'x','priority':'urgent'}             | /priority",
                "{'to':{'user':'ann'},'title':'x','expires_in':'soon'}             | /expires_in",
                "{'to':{'user':'ann'},'title':'x','expires_in':'29d'}              | /expires_in",
                "{'to':{'user':'ann'},'title':'x','policy':'nightly'}              | /policy",
                "{'to':{'user':'ann'},'title':'x','category':'a b'}                | /category",
                "{'to':{'user':'ann'},'title':'x','collapse_key':''}               | /collapse_key",
                "{'to':{'user':'ann'},'title':'x','deliver_when':{'within':'1h'}}  | /deliver_when/any_of",
                "{'to':{'user':'ann'},'title':'x','deliver_when':{'any_of':[{}],'within':'1h'}} | /deliver_when/any_of/0",
                "{'to':{'user':'ann'},'title':'x','deliver_when':{'any_of':[{'place':'office'}]}} | /deliver_when/within",
                "{'to':{'user':'ann'},'title':'x','deliver_when':{'any_of':[{'place':'office'}],'within':'25h'}} | /deliver_when/within",
                "{'to':{'user':'ann'},'title':'x','deliver_when':{'any_of':[{'place':'o'}],'within':'1h','by':'6pm'}} | /deliver_when/by",
                "{'to':{'user':'ann'},'title':'x','deliver_when':{'any_of':[{'wifi':true}],'within':'1h'}} | /deliver_when/any_of/0/wifi",
                "{'to':{'user':'ann'},'title':'x','data':{'a':[1,1e999]}}          | /data",
                "{'to':{'user':'ann'},'title':'x','facts':{'a':1e999}}             | /facts/a",
                "{'to':{'user':'ann'},'title':'x','colour':'red'}                  | /colour",
                "{'to':{'usr':'ann'},'title':'x'}                                  | /to/usr",
            })
    void shouldNameTheFieldThatIsWrong(String body, String pointer) {
        ann.post("/v1/notify", body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].pointer", equalTo(pointer))
                .body("type", equalTo("/problems/invalid-request"));
    }

    @Test
    void shouldRefuseWhatIsTooBigTooDeepOrNoJson() {
        post("{\"to\":{\"user\":\"ann\"},\"title\":\"x\",\"body\":\"" + "y".repeat(1 << 20) + "\"}")
                .then()
                .statusCode(413)
                .contentType("application/problem+json");
        post("{\"data\":" + "[".repeat(200) + "]".repeat(200) + "}")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
        post("{\"to\":").then().statusCode(400).body("type", equalTo("/problems/malformed-json"));
        given().header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .body(new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}'})
                .post("/v1/notify")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    /** Who only wanted to try must not send because of a slip. */
    @Test
    void shouldNotSendWhereATryWasMeant() {
        for (String slip : List.of("dry_run", "dry_run=", "dry_run=yes", "dry_run=TRUE")) {
            ann.post("/v1/notify?" + slip, "{'to':{'user':'ann'},'title':'x'}")
                    .statusCode(400)
                    .body("errors[0].parameter", equalTo("dry_run"));
        }
    }

    /** Also whoever wants something else gets JSON, and not what Java makes of an answer. */
    @Test
    void shouldAnswerInJson() {
        given().header("Authorization", "Bearer " + key)
                .contentType(ContentType.JSON)
                .accept("application/xml")
                .body("{\"to\":{\"user\":\"ann\"},\"title\":\"x\"}")
                .post("/v1/notify")
                .then()
                .statusCode(202)
                .contentType(ContentType.JSON)
                .body("state", equalTo("held"));
    }

    @Test
    void shouldTellAMissingCredentialFromABadOne() {
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/notify")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", equalTo("Bearer"))
                .body("code", equalTo("unauthenticated"));
        given().header("Authorization", "Bearer nobody")
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/notify")
                .then()
                .statusCode(401)
                .body("code", equalTo("invalid-credential"));
        given().header("Authorization", "Bearer " + ann.token("laptop"))
                .contentType(ContentType.JSON)
                .body("{\"to\":{\"user\":\"ann\"},\"title\":\"x\"}")
                .post("/v1/notify")
                .then()
                .statusCode(403)
                .body("detail", containsString("notify"));
    }

    @Test
    void shouldHideWhatBelongsToAnotherTenant() {
        String id = ann.notify("Ours", "").getString("id");
        String foreign = keys.create(new TenantId("other"), "other", Set.of(Scope.ADMIN))
                .await()
                .indefinitely()
                .key();
        Verbs stranger = new Verbs(foreign, RestAssured.port);

        stranger.get("/v1/notifications/" + id).statusCode(404);
        stranger.delete("/v1/notifications/" + id).statusCode(404);
        ann.get("/v1/notifications/ntf_nonsense").statusCode(404);
        assertEquals("held", ann.read(id).getString("state"));
    }

    @Test
    void shouldMakeOneNotificationOfFiftyEqualRequestsAtOnce() throws Exception {
        String body = "{\"to\":{\"user\":\"" + ann.user() + "\"},\"title\":\"Once\"}";
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Callable<Response>> posts = Collections.nCopies(50, () -> post(body, "order-66"));
            Set<String> ids = new HashSet<>();
            int first = 0;
            for (Future<Response> post : threads.invokeAll(posts)) {
                assertEquals(202, post.get().statusCode());
                ids.add(post.get().path("id"));
                first += post.get().header("Idempotent-Replayed") == null ? 1 : 0;
            }
            assertEquals(1, ids.size());
            assertTrue(first >= 1, "somebody must have been the first");
        }
        post(body.replace("Once", "Twice"), "order-66")
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency-key-reused"));
    }

    private Response post(String body) {
        return given().header("Authorization", "Bearer " + key)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/notify");
    }

    private Response post(String body, String idempotencyKey) {
        return given().header("Authorization", "Bearer " + key)
                .header("Idempotency-Key", idempotencyKey)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/notify");
    }
}
