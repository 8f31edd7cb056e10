package dev.oneping.privacy;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.e2e.TestDevice;
import dev.oneping.e2e.Verbs;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.user.ErasedUsers;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shards;
import dev.oneping.testing.RedisServer;
import dev.oneping.webhook.Receiver;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Export and erasure of a user's data, and of a tenant's. The proof is a search of the whole Redis for the unique name. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class UserDataTest {

    private static final int MANY = 10_000;

    @Inject
    ApiKeys keys;

    @Inject
    RedisPipeline redis;

    @Inject
    Shards shards;

    @Inject
    ErasedUsers erased;

    @Inject
    TenantKeyEraser tenants;

    @Test
    void shouldLeaveNothingOfAnErasedUser() {
        Verbs ann = Verbs.ofNewTenant(keys);
        try (Receiver receiver = Receiver.answering(202);
                TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            Verbs bob = liveWith(ann, receiver);
            Traces traces = new Traces(redis);
            assertTrue(traces.of(ann.user()).size() > 15, "the search finds what is stored");

            JsonPath proof = ann.delete("/v1/users/" + ann.user())
                    .statusCode(200)
                    .body("user", equalTo(ann.user()))
                    .body("remaining", equalTo(0))
                    .body("devices_removed", equalTo(2))
                    .body("notifications_cancelled", equalTo(3))
                    .extract()
                    .jsonPath();

            assertEquals((int) CloseCode.REVOKED.code(), laptop.awaitClose());
            Map<String, Integer> erasedKeys = proof.getMap("keys");
            Map<String, Integer> erasedEntries = proof.getMap("entries");
            assertEquals(4, erasedKeys.get("{s}:ntf"));
            assertTrue(erasedKeys.get("{s}:webhook") > 3, erasedKeys.toString());
            assertTrue(erasedEntries.get("{s}:events") > 8, erasedEntries.toString());
            assertEquals(1, erasedEntries.get("group"));
            assertEquals(1, erasedEntries.get("topic"));
            assertEquals(List.of(), without(traces.of(ann.user()), "oneping:revoked", "audit:"));
            bob.get("/v1/groups/" + "ops").statusCode(200).body("members", equalTo(List.of(bob.user())));
            bob.get("/v1/users/" + bob.user() + "/notifications").body("data.size()", equalTo(1));
            ann.delete("/v1/users/" + ann.user()).statusCode(200).body("keys.size()", equalTo(0));
        }
    }

    @Test
    void shouldExportAllKindsOfDataWithoutSecrets() {
        Verbs ann = Verbs.ofNewTenant(keys);
        try (Receiver receiver = Receiver.answering(202);
                TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            liveWith(ann, receiver);

            ann.get("/v1/users/" + ann.user() + "/export")
                    .statusCode(200)
                    .contentType("application/json")
                    .body("user", equalTo(ann.user()))
                    .body("exported_at", notNullValue())
                    .body(
                            "records.kind",
                            hasItems(
                                    "{s}:user",
                                    "{s}:ntf",
                                    "{s}:inbox",
                                    "{s}:signal-urls",
                                    "{s}:presence-accesses",
                                    "{s}:webhook",
                                    "groups-of"))
                    .body("records.find { it.kind == '{s}:user' }.value.prefs.zone", equalTo("Europe/Berlin"))
                    .body("records.findAll { it.kind == '{s}:ntf' }.value.document.content.title", hasItem("Lunch?"))
                    .body("topics", equalTo(List.of("news")))
                    .body("events.type", hasItems("presence.device.online", "notification.accepted"))
                    .body("decisions.size()", greaterThan(0))
                    .body(not(containsString("ann@example.org")))
                    .body("records.find { it.kind == '{s}:user' }.value.'c:email'.sealed", equalTo("[REDACTED]"));
            assertTrue(laptop.count("welcome") > 0);
        }
    }

    @Test
    void shouldExportAndEraseTenThousandNotifications() {
        Verbs ann = Verbs.ofNewTenant(keys);
        UserRef user = ref(ann);
        String id = ann.notify("Lunch?", "").getString("id");
        copy(user, id, MANY - 1);

        String exported = ann.get("/v1/users/" + ann.user() + "/export")
                .statusCode(200)
                .extract()
                .asString();
        assertEquals(
                MANY,
                Pattern.compile("\"kind\":\"\\{s}:ntf\"")
                        .matcher(exported)
                        .results()
                        .count());
        ann.delete("/v1/users/" + ann.user())
                .statusCode(200)
                .body("keys.'{s}:ntf'", equalTo(MANY))
                .body("remaining", equalTo(0));

        assertEquals(List.of(), without(new Traces(redis).of(ann.user()), "oneping:revoked", "audit:"));
    }

    @Test
    void shouldRefuseWhatWouldBringAUserBackDuringTheErasure() {
        Verbs ann = Verbs.ofNewTenant(keys);
        String device = "/v1/users/%s/devices/phone".formatted(ann.user());
        String request = "{'to':{'user':'%s'},'title':'Lunch?'}".formatted(ann.user());
        erased.begin(ref(ann)).await().indefinitely();

        ann.post("/v1/notify", request)
                .statusCode(409)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("conflict"));
        ann.put(device, "{'platform':'web'}").statusCode(409);
        ann.get("/v1/users/" + ann.user() + "/export").statusCode(409);
        ann.delete("/v1/users/" + ann.user()).statusCode(409);
        ann.another().notify("Lunch?", "");

        erased.end(ref(ann)).await().indefinitely();
        ann.post("/v1/notify", request).statusCode(202);
        ann.put(device, "{'platform':'web'}").statusCode(201);
    }

    @Test
    void shouldKeepExportAndErasureToAdministrators() {
        Verbs ann = Verbs.ofNewTenant(keys);
        Verbs device = new Verbs(ann.token("laptop"), RestAssured.port);

        device.get("/v1/users/" + ann.user() + "/export").statusCode(403);
        device.delete("/v1/users/" + ann.user()).statusCode(403);
    }

    @Test
    void shouldShowAUserWhoAskedForThePresence() {
        Verbs ann = Verbs.ofNewTenant(keys);
        Verbs bob = ann.another();
        Verbs phone = new Verbs(ann.token("phone"), RestAssured.port);
        Verbs stranger = new Verbs(bob.token("phone"), RestAssured.port);
        String log = "/v1/users/" + ann.user() + "/presence/accesses";
        phone.get(log).statusCode(200).body("data.size()", equalTo(0));
        ann.put("/v1/presence/settings", "{'watching':'all'}").statusCode(200);

        for (int i = 0; i < 3; i++) {
            ann.get("/v1/users/" + ann.user() + "/presence").statusCode(200);
            stranger.post("/v1/presence/query", "{'users':['%s']}".formatted(ann.user()));
            phone.post("/v1/presence/query", "{'users':['%s']}".formatted(ann.user()));
        }

        Awaitility.await()
                .until(() ->
                        phone.get(log).extract().jsonPath().getList("data.by").size() == 2);
        phone.get(log).body("data.by", hasItem("user:" + bob.user()));
        stranger.get(log).statusCode(404);
        bob.delete("/v1/users/" + bob.user()).statusCode(200);
        phone.get(log).body("data.by", not(hasItem("user:" + bob.user())));
    }

    @ParameterizedTest
    @CsvSource({"exact,true,true", "coarse,false,true", "none,false,false"})
    void shouldStoreCoordinatesAsExactlyAsTheTenantAllows(String setting, boolean exact, boolean coarse) {
        Verbs ann = Verbs.ofNewTenant(keys);
        ann.get("/v1/privacy/settings").statusCode(200).body("coordinates", equalTo("exact"));
        ann.put("/v1/privacy/settings", "{'coordinates':'%s'}".formatted(setting))
                .statusCode(200)
                .body("coordinates", equalTo(setting));

        try (TestDevice phone =
                ann.connect("phone", "{'seq':1,'location':{'lat':52.51631234,'lon':13.40531234,'accuracy_m':5}}")) {
            phone.send("{'type':'report','seq':2,'location':{'lat':52.51632345,'lon':13.40532345,'accuracy_m':5}}");
            Awaitility.await().until(() -> stored(ann).contains(exact ? "52.51632345" : "phone"));
            String stored = stored(ann);
            assertEquals(exact, stored.contains("52.5163"));
            assertEquals(exact, stored.contains("13.4053"));
            assertEquals(coarse, stored.contains("52.5"));
        }
        ann.put("/v1/privacy/settings", "{}").statusCode(400).body("errors[0].pointer", equalTo("/coordinates"));
        ann.put("/v1/privacy/settings", "{'coordinates':'vague'}").statusCode(400);
    }

    private String stored(Verbs ann) {
        return redis.command(Command.HGETALL, shards.of(ref(ann)).user(ref(ann)))
                .await()
                .indefinitely()
                .texts()
                .toString();
    }

    @Test
    void shouldEraseOneTenantAndLeaveTheOtherAsItWas() {
        Verbs ann = Verbs.ofNewTenant(keys);
        Verbs eve = Verbs.ofNewTenant(keys);
        try (Receiver receiver = Receiver.answering(202);
                TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            liveWith(ann, receiver);
            liveWith(eve, receiver);
            laptop.close();
            Traces traces = new Traces(redis);
            TenantId tenant = tenant(ann);
            List<String> left = quiet(traces, tenant(eve).value());
            Map<String, String> before = traces.contents(left);
            assertTrue(traces.of(tenant.value()).size() > 25, "the search finds what is stored");

            assertTrue(tenants.erase(tenant).await().indefinitely() > 25);

            assertEquals(List.of(), traces.of(tenant.value()));
            Map<String, String> after = traces.contents(left);
            before.keySet().removeIf(UserDataTest::isShared);
            after.keySet().removeIf(UserDataTest::isShared);
            assertEquals(before, after);
        }
    }

    /** Returns the keys of a tenant, once its webhook deliveries are all stored. */
    private static List<String> quiet(Traces traces, String tenant) {
        Awaitility.await()
                .until(() -> traces.of(tenant).stream()
                                .filter(key -> key.contains(":webhook:"))
                                .count()
                        > 3);
        return traces.of(tenant);
    }

    /** Timers move and retries happen while both tenants live on. */
    private static boolean isShared(String key) {
        return key.contains(":webhook")
                || PersonalKeys.of(key).orElseThrow().kind().owner() == KeyKind.Owner.NOBODY;
    }

    /** A user with something in nearly every kind of key; and another one of the same group. */
    private static Verbs liveWith(Verbs ann, Receiver receiver) {
        String path = "/v1/users/" + ann.user();
        Verbs bob = ann.another();
        ann.post("/v1/subscriptions", "{'url':'%s','types':['*']}".formatted(receiver.url()))
                .statusCode(201);
        ann.put(path + "/devices/phone", "{'platform':'web','push':{'kind':'fcm','token':'%s'}}".formatted(ann.user()))
                .statusCode(201);
        ann.put(path + "/preferences", "{'zone':'Europe/Berlin'}").statusCode(200);
        ann.put(path + "/channels/email", "{'address':'ann@example.org'}").statusCode(201);
        ann.put("/v1/groups/ops", "{'members':['%s','%s']}".formatted(ann.user(), bob.user()))
                .statusCode(201);
        ann.put("/v1/topics/news/subscribers/" + ann.user(), "{}");
        ann.post(path + "/signal-urls", "{'name':'%s','allow':['notification:*']}".formatted(ann.user()))
                .statusCode(201);
        ann.post(path + "/availability", "{'expires_in':'1h'}");
        ann.get(path + "/presence").statusCode(200);
        ann.notify("Lunch?", "");
        ann.notify("Lunch?", ",'collapse_key':'lunch'");
        String over = ann.notify("Over", "").getString("id");
        ann.delete("/v1/notifications/" + over);
        ann.post("/v1/notify", "{'to':{'users':['%s','%s']},'title':'All'}".formatted(ann.user(), bob.user()))
                .statusCode(202);
        Awaitility.await()
                .until(() -> !bob.get("/v1/users/" + bob.user() + "/notifications")
                                .extract()
                                .jsonPath()
                                .getList("data")
                                .isEmpty()
                        && ann.get(path + "/notifications")
                                        .extract()
                                        .jsonPath()
                                        .getList("data")
                                        .size()
                                == 4
                        && receiver.calls.size() > 3);
        return bob;
    }

    /** Copies a stored notification under new ids. */
    private void copy(UserRef user, String id, int times) {
        int shard = shards.of(user).number();
        String prefix = "{s" + shard + "}:ntf:" + user.tenant() + ":";
        List<String> copies = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            copies.add(prefix + NotificationId.create(Instant.now(), shard));
        }
        Uni.join()
                .all(copies.stream()
                        .map(copy -> redis.command(Command.COPY, prefix + id, copy))
                        .toList())
                .andFailFast()
                .await()
                .indefinitely();
    }

    private UserRef ref(Verbs app) {
        return new UserRef(tenant(app), new UserId(app.user()));
    }

    private static TenantId tenant(Verbs app) {
        return new TenantId(app.get("/v1/me").extract().path("tenant"));
    }

    private static List<String> without(List<String> keys, String... prefixes) {
        return keys.stream()
                .filter(key -> Stream.of(prefixes).noneMatch(key::startsWith))
                .toList();
    }
}
