package dev.oneping.e2e;

import static io.restassured.RestAssured.given;

import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.TenantId;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** The actions of an app and its users as verbs. Each instance is one user of its own. */
public final class Verbs {

    /** A laptop in use at this moment. */
    public static final String ACTIVE =
            "{'seq':1,'attention':{'visible':true,'focused':true,'idle_ms':0,'screen':'unlocked'}}";

    /** A phone in a pocket. */
    public static final String LOCKED = "{'seq':1,'attention':{'visible':false,'focused':false,'screen':'locked'}}";

    private final String key;
    private final int port;
    private final String user =
            "ann" + Long.toHexString(ThreadLocalRandom.current().nextLong());

    /** An app that may do everything, of a tenant that nobody else has, and somebody of it. */
    public static Verbs ofNewTenant(ApiKeys keys) {
        TenantId tenant =
                new TenantId("t" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        String key = keys.create(tenant, "test", Set.of(Scope.ADMIN))
                .await()
                .indefinitely()
                .key();
        return new Verbs(key, RestAssured.port);
    }

    /** With an app's API key. */
    public Verbs(String key, int port) {
        this.key = key;
        this.port = port;
    }

    /** The same app, and somebody else. */
    public Verbs another() {
        return new Verbs(key, port);
    }

    /** The person's name. */
    public String user() {
        return user;
    }

    /** The app's key. */
    public String key() {
        return key;
    }

    /** A token for one of the person's devices. */
    public String token(String device) {
        return post("/v1/tokens", "{'user':'%s','device':'%s'}".formatted(user, device))
                .statusCode(200)
                .extract()
                .path("token");
    }

    /** Connects one of the person's devices and waits until it is welcome. */
    public TestDevice connect(String device, String report) {
        TestDevice connected = TestDevice.connect(URI.create("ws://localhost:" + port + "/v1/connect"), token(device));
        connected.send("{'type':'hello','device':'%s','platform':'web','report':%s}".formatted(device, report));
        connected.await("welcome");
        return connected;
    }

    /** Notifies the person; more fields may be given, each with a comma before it. */
    public JsonPath notify(String title, String more) {
        return post("/v1/notify", "{'to':{'user':'%s'},'title':'%s'%s}".formatted(user, title, more))
                .statusCode(202)
                .extract()
                .jsonPath();
    }

    /** What has become of a notification. */
    public JsonPath read(String id) {
        return get("/v1/notifications/" + id).statusCode(200).extract().jsonPath();
    }

    /** Sends JSON with the app's key; single quotes stand for double ones. */
    public ValidatableResponse post(String path, String body) {
        return given().header("Authorization", "Bearer " + key)
                .contentType(ContentType.JSON)
                .body(body.replace('\'', '"'))
                .post(path)
                .then();
    }

    /** Puts JSON with the app's key; single quotes stand for double ones. */
    public ValidatableResponse put(String path, String body) {
        return given().header("Authorization", "Bearer " + key)
                .contentType(ContentType.JSON)
                .body(body.replace('\'', '"'))
                .put(path)
                .then();
    }

    /** Deletes with the app's key. */
    public ValidatableResponse delete(String path) {
        return given().header("Authorization", "Bearer " + key).delete(path).then();
    }

    /** Reads with the app's key. */
    public ValidatableResponse get(String path) {
        return given().header("Authorization", "Bearer " + key).get(path).then();
    }
}
