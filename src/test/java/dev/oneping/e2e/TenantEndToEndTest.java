package dev.oneping.e2e;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life of a tenant, from its first key to its deletion, next to other tenants. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class TenantEndToEndTest {

    private static final String OPERATOR = "the key of an operator";
    private static final String NOWHERE = "http://127.0.0.1:9/hook";

    @Inject
    ApiKeys keys;

    private final String name =
            "acme" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    private Verbs operator;

    @BeforeEach
    void letTheOperatorIn() {
        keys.ensureDevelopmentKey(OPERATOR);
        operator = new Verbs(OPERATOR, RestAssured.port);
    }

    @Test
    void shouldGiveANewTenantEveryFeatureAndNothingOfAnother() {
        Verbs ann = tenant("");
        Verbs other = Verbs.ofNewTenant(keys);

        String id;
        String subscription = ann.post("/v1/subscriptions", "{'url':'" + NOWHERE + "','types':['notification.*']}")
                .statusCode(201)
                .extract()
                .path("id");
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            id = ann.notify("Lunch?", "").getString("id");
            laptop.await("notify");
            laptop.send("{'type':'ack','id':'" + id + "','kind':'acted'}");
        }
        Awaitility.await()
                .untilAsserted(() -> assertEquals("acted", ann.read(id).getString("state")));
        Awaitility.await()
                .untilAsserted(() -> ann.get("/v1/subscriptions/" + subscription + "/deliveries")
                        .statusCode(200)
                        .body("data", not(empty())));
        ann.get("/v1/events").statusCode(200).body("data.type", hasItem("notification.accepted"));
        ann.put("/v1/presence/settings", "{'watching':'all'}").statusCode(200);
        ann.put("/v1/channels/pager", "{'url':'" + NOWHERE + "'}").statusCode(201);

        other.get("/v1/notifications/" + id).statusCode(404);
        other.get("/v1/subscriptions/" + subscription).statusCode(404);
        other.get("/v1/subscriptions/" + subscription + "/deliveries").statusCode(404);
        other.delete("/v1/subscriptions/" + subscription).statusCode(404);
        other.delete("/v1/channels/pager").statusCode(404);
        other.get("/v1/subscriptions").statusCode(200).body("data", empty());
        other.get("/v1/events").statusCode(200).body("data.findAll { it.type.startsWith('notification') }", empty());
        other.get("/v1/presence/settings").statusCode(200).body("watching", equalTo("nobody"));
        other.get("/v1/users/" + ann.user() + "/notifications").statusCode(200).body("data", empty());
        operator.get("/v1/tenants/" + name)
                .statusCode(200)
                .body("usage.keys", equalTo(1))
                .body("usage.subscriptions", equalTo(1))
                .body("usage.users", equalTo(1));
    }

    @Test
    void shouldListTenantsPageByPage() {
        tenant("");

        operator.get("/v1/tenants?limit=1&after=" + name.substring(0, name.length() - 1))
                .statusCode(200)
                .body("data", hasSize(1));
        operator.get("/v1/tenants?limit=250")
                .statusCode(200)
                .body("data.id", hasItems("default", name))
                .body(not(containsString("opk_")));
    }

    @Test
    void shouldRefuseAndCloseEverythingOfASuspendedTenantUntilItIsActiveAgain() {
        Verbs ann = tenant("");
        String token = ann.token("laptop");
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            patch("{'suspended':true}").statusCode(200).body("state", equalTo("suspended"));

            assertEquals(4505, laptop.awaitClose());
        }
        ann.get("/v1/me")
                .statusCode(403)
                .body("code", equalTo("tenant-suspended"))
                .body("detail", containsString("operator"));
        new Verbs(token, RestAssured.port).get("/v1/me").statusCode(403).body("code", equalTo("tenant-suspended"));
        assertThrows(CompletionException.class, () -> connect(token));

        patch("{'suspended':false}").statusCode(200).body("state", equalTo("active"));
        ann.get("/v1/me").statusCode(200);
        connect(token).close();
    }

    @Test
    void shouldRefuseCredentialsOfADeletedTenantForGood() {
        Verbs ann = tenant("");
        String token = ann.token("laptop");

        operator.delete("/v1/tenants/" + name).statusCode(202);

        ann.get("/v1/me").statusCode(401);
        new Verbs(token, RestAssured.port).get("/v1/me").statusCode(401);
        Awaitility.await()
                .untilAsserted(() -> operator.get("/v1/tenants/" + name).statusCode(404));
        new Verbs(token, RestAssured.port).get("/v1/me").statusCode(401);
        operator.post("/v1/tenants", "{'id':'" + name + "'}").statusCode(409);
    }

    @Test
    void shouldHoldATenantToItsOwnLimits() {
        Verbs ann = tenant(",'limits':{'keys':2,'users':1,'subscriptions':1,'notifications_per_day':1}");

        String key = "{'name':'more','scopes':['notify']}";
        ann.post("/v1/api-keys", key).statusCode(201);
        ann.post("/v1/api-keys", key).statusCode(429).body("detail", containsString("limit of 2 API keys"));
        String hook = "{'url':'" + NOWHERE + "','types':['*']}";
        ann.post("/v1/subscriptions", hook).statusCode(201);
        ann.post("/v1/subscriptions", hook).statusCode(429);
        ann.put("/v1/users/one/devices/phone", "{'platform':'web'}").statusCode(201);
        ann.put("/v1/users/two/devices/phone", "{'platform':'web'}")
                .statusCode(429)
                .body("detail", containsString("limit of 1 users"));
        ann.notify("Lunch?", "");
        ann.post("/v1/notify", "{'to':{'user':'one'},'title':'Lunch?'}")
                .statusCode(429)
                .body("detail", containsString("limit of 1 notifications"));

        patch("{'limits':{'notifications_per_day':5}}").statusCode(200);
        ann.notify("Lunch?", "");
        ann.post("/v1/api-keys", key).statusCode(201);
    }

    @Test
    void shouldShowTheRateOfTheTenantInTheHeaders() {
        Verbs ann = tenant(",'limits':{'requests_per_second':7}");

        ann.get("/v1/me").statusCode(200).header("RateLimit-Policy", equalTo("\"key\";q=14;w=2"));
    }

    @Test
    void shouldTellAKeyTheLimitsThatHoldForItsTenant() {
        Verbs ann = tenant(",'limits':{'keys':7,'requests_per_second':9}");

        ann.get("/v1/me")
                .body("limits.keys", equalTo(7))
                .body("limits.requests_per_second", equalTo(9))
                .body("limits.users", equalTo(1_000_000))
                .body("limits.subscriptions", equalTo(100))
                .body("limits.notifications_per_day", equalTo(10_000_000))
                .body("usage.keys", equalTo(1))
                .body("usage.users", equalTo(0))
                .body("usage.notifications_today", equalTo(0));
        patch("{'limits':{'users':3}}").statusCode(200);
        ann.get("/v1/me").body("limits.users", equalTo(3)).body("limits.keys", equalTo(100));
    }

    @Test
    void shouldTellUsageToAdministratorsAndLimitsToNoDevice() {
        Verbs ann = tenant("");
        Verbs sender = new Verbs(
                ann.post("/v1/api-keys", "{'name':'shop','scopes':['notify']}")
                        .extract()
                        .path("key"),
                RestAssured.port);

        sender.get("/v1/me").body("limits.keys", equalTo(100)).body("usage", nullValue());
        new Verbs(ann.token("laptop"), RestAssured.port)
                .get("/v1/me")
                .body("device", equalTo("laptop"))
                .body("limits", nullValue())
                .body("usage", nullValue());
    }

    @Test
    void shouldRefuseTenantsToEveryOtherKey() {
        Verbs ann = tenant("");

        ann.get("/v1/tenants").statusCode(403).body("detail", containsString("'operator'"));
        ann.post("/v1/api-keys", "{'name':'more','scopes':['operator']}")
                .statusCode(403)
                .body("detail", containsString("Only a key with the scope 'operator'"));
        Verbs admin = new Verbs(
                operator.post("/v1/api-keys", "{'name':'admin','scopes':['admin']}")
                        .statusCode(201)
                        .extract()
                        .path("key"),
                RestAssured.port);
        admin.get("/v1/tenants").statusCode(403);
        admin.post("/v1/api-keys", "{'name':'more','scopes':['operator']}").statusCode(403);
    }

    @Test
    void shouldRefuseWrongTenants() {
        operator.post("/v1/tenants", "{'id':'a b'}").statusCode(400).body("errors[0].pointer", equalTo("/id"));
        operator.post("/v1/tenants", "{}").statusCode(400).body("errors[0].pointer", equalTo("/id"));
        operator.post("/v1/tenants", "{'id':'default'}").statusCode(409);
        operator.post("/v1/tenants", "{'id':'x','limits':{'keys':0}}")
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/limits/keys"));
        operator.get("/v1/tenants/nobody-knows-it").statusCode(404);
        operator.delete("/v1/tenants/nobody-knows-it").statusCode(404);
        operator.delete("/v1/tenants/default").statusCode(409).body("detail", containsString("operators"));
        operator.get("/v1/tenants/default").statusCode(200).body("state", equalTo("active"));
    }

    @Test
    void shouldWriteWhoCreatedAndSuspendedATenantToTheOperatorsAudit() {
        tenant("");
        patch("{'suspended':true}").statusCode(200);

        String since = operator.get("/v1/tenants/" + name).extract().path("created_at");
        operator.get("/v1/audit?type=audit.tenant.*&limit=250&since=" + since)
                .statusCode(200)
                .body(
                        "data.find { it.target == '/v1/tenants/" + name
                                + "' && it.type == 'audit.tenant.changed' }.before" + ".state",
                        equalTo("active"))
                .body(
                        "data.find { it.target == '/v1/tenants/" + name
                                + "' && it.type == 'audit.tenant.changed' }.after" + ".state",
                        equalTo("suspended"))
                .body("data.find { it.target == '/v1/tenants/" + name + "' }.key", equalTo("key_development"))
                .body(not(containsString("opk_")));
    }

    /** Creates the tenant; returns a user of it. */
    private Verbs tenant(String more) {
        String key = operator.post("/v1/tenants", "{'id':'" + name + "','name':'Acme'" + more + "}")
                .statusCode(201)
                .body("state", equalTo("active"))
                .header("Location", equalTo("/v1/tenants/" + name))
                .extract()
                .path("admin_key.key");
        return new Verbs(key, RestAssured.port);
    }

    private ValidatableResponse patch(String body) {
        return RestAssured.given()
                .header("Authorization", "Bearer " + OPERATOR)
                .contentType(ContentType.JSON)
                .body(body.replace('\'', '"'))
                .patch("/v1/tenants/" + name)
                .then();
    }

    private static TestDevice connect(String token) {
        return TestDevice.connect(URI.create("ws://localhost:" + RestAssured.port + "/v1/connect"), token);
    }
}
