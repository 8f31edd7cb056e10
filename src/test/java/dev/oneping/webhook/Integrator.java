package dev.oneping.webhook;

import static io.restassured.RestAssured.given;

import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.events.EventLog;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shards;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.redis.client.Command;
import jakarta.enterprise.context.Dependent;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** A client of the webhook API with a tenant of its own. */
@Dependent
class Integrator {

    final TenantId tenant = new TenantId("t" + Long.toHexString(new SecureRandom().nextLong()));
    private final RedisPipeline redis;
    private final Shards shards;
    private final EventLog log;
    private final String key;
    private final AtomicLong version = new AtomicLong();

    Integrator(ApiKeys keys, RedisPipeline redis, Shards shards, EventLog log) {
        this.redis = redis;
        this.shards = shards;
        this.log = log;
        key = keys.create(tenant, "test", Set.of(Scope.SUBSCRIPTIONS, Scope.NOTIFY, Scope.DEVICES))
                .await()
                .indefinitely()
                .key();
    }

    /** Appends to the log as the features' scripts do. */
    void happens(String user, String type) {
        UserRef ref = new UserRef(tenant, new UserId(user));
        redis.command(
                        Command.XADD,
                        log.key(shards.of(ref)),
                        "*",
                        "type",
                        type,
                        "user",
                        ref,
                        "version",
                        version.incrementAndGet(),
                        "data",
                        "{\"device\":\"laptop\"}")
                .await()
                .indefinitely();
    }

    /** Subscribes; single quotes stand for double ones. */
    ValidatableResponse subscribe(String url, String more) {
        return post("/v1/subscriptions", "{'url':'%s','types':['*']%s}".formatted(url, more));
    }

    /** Subscribes and says where the subscription is. */
    String subscribed(String url, String more) {
        return "/v1/subscriptions/"
                + subscribe(url, more).statusCode(201).extract().<String>path("id");
    }

    ValidatableResponse post(String path, String body) {
        return authorized()
                .contentType(ContentType.JSON)
                .body(body.replace('\'', '"'))
                .post(path)
                .then();
    }

    ValidatableResponse patch(String path, String body) {
        return authorized()
                .contentType("application/merge-patch+json; charset=UTF-8")
                .body(body.replace('\'', '"'))
                .patch(path)
                .then();
    }

    ValidatableResponse get(String path) {
        return authorized().get(path).then();
    }

    RequestSpecification authorized() {
        return given().header("Authorization", "Bearer " + key);
    }
}
