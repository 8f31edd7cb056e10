package dev.oneping.presence.session;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.report.AttentionReport;
import dev.oneping.presence.report.Battery;
import dev.oneping.presence.report.Location;
import dev.oneping.presence.report.Network;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.report.Screen;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import dev.oneping.redis.queue.DelayQueue;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Devices, preferences and presence as apps see them. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class PresenceApiTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Inject
    ApiKeys keys;

    @Inject
    Sessions sessions;

    @Inject
    RedisPipeline redis;

    @Inject
    Shards shards;

    @Inject
    Clock clock;

    private UserRef ann;
    private String key;

    @BeforeEach
    void openAnAccount() {
        ann = new UserRef(new TenantId("t" + Long.toHexString(RANDOM.nextLong())), new UserId("ann"));
        key = keys.create(ann.tenant(), "test", Set.of(Scope.DEVICES, Scope.PRESENCE))
                .await()
                .indefinitely()
                .key();
    }

    @Test
    void shouldRegisterADeviceOnceAndChangeItAfterwards() {
        put("/devices/laptop", "{'platform':'web','kind':'desktop','name':'Kitchen laptop'}")
                .statusCode(201)
                .body("id", equalTo("laptop"))
                .body("kind", equalTo("desktop"));
        put("/devices/laptop", "{'platform':'macos'}").statusCode(200).body("kind", nullValue());
        get("/devices/laptop").statusCode(200).body("platform", equalTo("macos"));
        get("/presence")
                .statusCode(200)
                .body("devices", hasSize(1))
                .body("devices[0].registered", equalTo(true))
                .body("devices[0].online", equalTo(false))
                .body("attention.state", equalTo("unknown"));
    }

    @Test
    void shouldRemoveADeviceAndEndItsSessions() {
        put("/devices/laptop", "{'platform':'web'}").statusCode(201);
        SessionId session = connect(Report.EMPTY);

        delete("/devices/laptop").statusCode(204);

        delete("/devices/laptop").statusCode(404);
        get("/devices/laptop").statusCode(404);
        get("/presence").statusCode(200).body("devices", hasSize(0));
        assertEquals(false, sessions.refresh(ann, session).await().indefinitely());
    }

    @Test
    void shouldReturnPresenceWithoutLocationsOrNodes() {
        AttentionReport typing = new AttentionReport(true, true, Duration.ZERO, Screen.UNLOCKED);
        connect(new Report(
                1,
                typing,
                Battery.seen(0.1, false),
                new Network("wifi", false),
                new Location(52.52, 13.405, null),
                null));

        get("/presence")
                .statusCode(200)
                .body("user", equalTo("ann"))
                .body("attention.state", equalTo("active"))
                .body("attention.evidence[0].kind", equalTo("input"))
                .body("devices[0].id", equalTo("laptop"))
                .body("devices[0].sessions", equalTo(1))
                .body("devices[0].attention.confidence", greaterThanOrEqualTo(0.7f))
                .body("devices[0].battery.low", equalTo(true))
                .body("devices[0].network.type", equalTo("wifi"))
                .body("attention.away", nullValue())
                .body(not(containsString("52.52")))
                .body(not(containsString("node_")));
    }

    @Test
    void shouldReturnTheTimeOfEachObservation() throws Exception {
        Instant before = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        connect(Report.parse(new ObjectMapper().readTree("""
                {"attention":{"typing":true,"in_call":false,"dnd":true},"battery":{"level":0.5},"network":{"type":"wifi"},
                 "location":{"lat":52.52,"lon":13.405,"accuracy_m":20},"places":["home"],"zone":"Europe/Berlin"}""")));

        ValidatableResponse presence = get("/presence")
                .body("devices[0].activity.typing.value", equalTo(true))
                .body("devices[0].activity.in_call.value", equalTo(false))
                .body("devices[0].activity.presenting", nullValue())
                .body("devices[0].places.value", contains("home"))
                .body("devices[0].zone.value", equalTo("Europe/Berlin"))
                .body("devices[0].location.accuracy_m", equalTo(20.0f));
        for (String field :
                List.of("activity.typing", "activity.dnd", "battery", "network", "location", "places", "zone")) {
            String observedAt = presence.extract().path("devices[0]." + field + ".observed_at");
            assertFalse(Instant.parse(observedAt).isBefore(before), field);
        }
    }

    @Test
    void shouldReplacePreferences() {
        get("/preferences").statusCode(200).body("zone", nullValue());
        put("/preferences", "{'zone':'Europe/Berlin','quiet_hours':{'from':'22:00','to':'07:00'}}")
                .statusCode(200)
                .body("quiet_hours.from", equalTo("22:00"));
        get("/presence").body("zone", equalTo("Europe/Berlin"));
        put("/preferences", "{'zone':'Asia/Kathmandu'}").statusCode(200);
        get("/preferences").body("zone", equalTo("Asia/Kathmandu")).body("quiet_hours", nullValue());
    }

    @Test
    void shouldKeepPlacesCategoriesAndInvisibility() {
        put(
                        "/preferences",
                        "{'places':{'home':{'lat':52.52,'lon':13.405,'radius_m':150}},"
                                + "'categories':{'chat':{'muted':true},'news':{'channels':['email']}},'invisible':true}")
                .statusCode(200)
                .body("places.home.radius_m", equalTo(150.0f))
                .body("categories.chat.muted", equalTo(true))
                .body("categories.news.channels", hasSize(1));

        get("/presence")
                .body("invisible", equalTo(true))
                .body(not(containsString("52.52")))
                .body("places", nullValue());
    }

    @Test
    void shouldApplyDoNotDisturbUntilItsEndOrUntilSwitchedOff() {
        put("/dnd", "{'until':'2999-01-01T00:00:00Z'}").statusCode(200).body("until", equalTo("2999-01-01T00:00:00Z"));
        get("/dnd").body("until", equalTo("2999-01-01T00:00:00Z"));
        get("/presence").body("dnd_until", equalTo("2999-01-01T00:00:00Z"));

        put("/dnd", "{}").statusCode(200).body("until", nullValue());
        get("/presence").body("dnd_until", nullValue());
        put("/dnd", "{'until':'2001-01-01T00:00:00Z'}").statusCode(200).body("until", nullValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /preferences    | {'zone':'Mars/Base'}                          | /zone             | time zone
            /preferences    | {'zone':7}                                    | /zone             | time zone
            /preferences    | {'quiet_hours':{'from':'22:00'}}              | /quiet_hours      | both times
            /preferences    | {'quiet_hours':{'from':'22h','to':'07:00'}}   | /quiet_hours/from | 22:00
            /preferences    | {'quiet_hours':{'from':'25:00','to':'07:00'}} | /quiet_hours/from | 22:00
            /preferences    | {'quiet_hours':{'from':'00:00','to':'24:00'}} | /quiet_hours/to   | 22:00
            /preferences    | {'quiet_hours':{'from':[22,0],'to':[7,0]}}    | /quiet_hours/from | 22:00
            /preferences    | {'categories':{'chat':{'channels':['device']}}} | /categories/chat/channels | Unknown channel 'device'; use email, push
            /preferences    | {'places':{'home':{'lat':52.5,'lon':13.4}}}   | /places/home/radius_m | radius_m
            /preferences    | {'places':{'home':{'lat':95,'lon':1,'radius_m':50}}} | /places/home | lat must be
            /preferences    | {'places':{'home':{'lat':1,'lon':1,'radius_m':5}}} | /places/home | radius_m must be
            /preferences    | {'categories':{'chat':{'mute':true}}}         | /categories/chat/mute | mute
            /dnd            | {'until':'tomorrow'}                          | /until            | until
            /dnd            | {'til':'2026-11-23T20:00:00Z'}                | /til              | til
            /preferences    | {'quiet_hour':{}}                             | /quiet_hour       | quiet_hours
            /devices/laptop | {}                                            | /platform         | platform
            /devices/laptop | {'platform':'Web!'}                           | /platform         | a-z
            /devices/laptop | {'platform':'web','colour':'red'}             | /colour           | colour
            /devices/laptop | {'platform':'web','name':''}                  | /name             | name
            """)
    void shouldRejectInvalidFieldsByName(String path, String body, String pointer, String words) {
        put(path, body)
                .statusCode(400)
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].detail", containsString(words));
    }

    @Test
    void shouldRejectAMissingBodyAndMalformedIds() {
        put("/preferences", "").statusCode(400);
        put("/preferences", "{'places':{'My home':{'lat':1,'lon':1,'radius_m':50}}}")
                .statusCode(400)
                .body("detail", containsString("name of a place"));
        put("/devices/laptop", "null").statusCode(400);
        put("/devices/lap%20top", "{'platform':'web'}").statusCode(allOf(not(200), not(201), not(500)));
    }

    @Test
    void shouldEnforceTheDeviceLimit() {
        for (int i = 0; i < 20; i++) {
            put("/devices/device" + i, "{'platform':'web'}").statusCode(201);
        }
        put("/devices/laptop", "{'platform':'web'}").statusCode(429).body("code", equalTo("limit-reached"));
    }

    @Test
    void shouldKeepTenantsApart() {
        connect(Report.EMPTY);
        String stranger = keys.create(new TenantId("other"), "test", Set.of(Scope.PRESENCE))
                .await()
                .indefinitely()
                .key();
        given().header("Authorization", "Bearer " + stranger)
                .get("/v1/users/ann/presence")
                .then()
                .statusCode(200)
                .body("devices", hasSize(0));
        given().get("/v1/users/ann/presence").then().statusCode(401);
        given().header("Authorization", "Bearer " + stranger)
                .get("/v1/users/ann/preferences")
                .then()
                .statusCode(403);
    }

    /** The worker finds what is due by itself. */
    @Test
    void shouldTakeADeviceOfflineSoonAfterItsLeaseIsOver() {
        SessionId session = connect(Report.EMPTY);
        Shard shard = shards.of(ann);
        long now = clock.millis();
        command(Command.HSET, shard.user(ann), "l:" + session, now - 1);
        command(Command.ZADD, new DelayQueue("presence").key(shard), now, ann);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertEquals(
                        0,
                        redis.command(Command.HEXISTS, shard.user(ann), "s:" + session)
                                .await()
                                .indefinitely()
                                .number()));
        get("/presence").body("devices", hasSize(0));
        assertTrue(redis.command(Command.ZSCORE, new DelayQueue("presence").key(shard), ann)
                .await()
                .indefinitely()
                .isNil());
    }

    private SessionId connect(Report first) {
        SessionId session = SessionId.create(clock.instant());
        sessions.open(ann, new DeviceId("laptop"), "web", session, first)
                .await()
                .indefinitely();
        return session;
    }

    private void command(Command command, Object... arguments) {
        redis.command(command, arguments).await().indefinitely();
    }

    private ValidatableResponse put(String path, String body) {
        return given().header("Authorization", "Bearer " + key)
                .contentType(ContentType.JSON)
                .body(body.replace('\'', '"'))
                .urlEncodingEnabled(false)
                .put("/v1/users/ann" + path)
                .then();
    }

    private ValidatableResponse get(String path) {
        return given().header("Authorization", "Bearer " + key)
                .get("/v1/users/ann" + path)
                .then();
    }

    private ValidatableResponse delete(String path) {
        return given().header("Authorization", "Bearer " + key)
                .delete("/v1/users/ann" + path)
                .then();
    }
}
