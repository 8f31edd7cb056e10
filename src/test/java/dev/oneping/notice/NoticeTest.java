package dev.oneping.notice;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.connection.BehindTwoProxies;
import dev.oneping.model.TenantId;
import dev.oneping.testing.FakeFastly;
import dev.oneping.testing.Pushpin;
import dev.oneping.testing.SseLines;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A topic's notice: written by an app, read by everyone, cached and held in front of this service. */
@Tag("service")
@QuarkusTest
@TestProfile(BehindTwoProxies.class)
class NoticeTest {

    @Inject
    ApiKeys keys;

    @Inject
    Clock clock;

    private String tenant = "";
    private String key = "";

    @BeforeEach
    void app() {
        tenant = "n" + ThreadLocalRandom.current().nextLong(1L << 40);
        key = keys.create(new TenantId(tenant), "notices", Set.of(Scope.NOTIFY))
                .await()
                .indefinitely()
                .key();
    }

    @Test
    void shouldBePublicAndCacheable() {
        long version = put("We know, and are at it").extract().path("version");

        given().get(path())
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("public, max-age=5, stale-while-revalidate=5, stale-if-error=3600"))
                .header("Surrogate-Key", equalTo("notice/" + tenant + "/ops"))
                .header("ETag", equalTo("\"" + version + "\""))
                .header("Vary", nullValue())
                .header("Access-Control-Allow-Origin", equalTo("*"))
                .header("Grip-Hold", nullValue())
                .body(equalTo("{\"title\":\"We know, and are at it\"}"));
        String tag = "\"" + version + "\"";
        for (String known : List.of(tag, "W/" + tag, "\"1\", " + tag, "*")) {
            given().header("If-None-Match", known).get(path()).then().statusCode(304);
        }
    }

    @Test
    void shouldBeGoneAfterRemoval() {
        given().get(path()).then().statusCode(404);
        put("Over soon");

        app(given()).delete("/v1/topics/ops/notice").then().statusCode(204);

        given().get(path()).then().statusCode(404);
        given().get("/v1/notices/nobody's/x").then().statusCode(404);
    }

    @Test
    void shouldRejectInvalidNotices() {
        app(given())
                .body("{}")
                .put("/v1/topics/ops/notice")
                .then()
                .statusCode(400)
                .body(containsString("/title"));
        app(given())
                .body("{\"title\":\"" + "x".repeat(201) + "\"}")
                .put("/v1/topics/ops/notice")
                .then()
                .statusCode(400)
                .body(containsString("limit is 200"));
        app(given())
                .body("{\"title\":\"x\",\"body\":\"" + "x".repeat(4_001) + "\"}")
                .put("/v1/topics/ops/notice")
                .then()
                .statusCode(400)
                .body(containsString("/body"));
        given().contentType(ContentType.JSON)
                .body("{\"title\":\"x\"}")
                .put("/v1/topics/ops/notice")
                .then()
                .statusCode(401);
    }

    @Test
    void shouldGiveEveryProxyTheSameCacheableInstructions() {
        long version = put("Hold on").extract().path("version");

        Response one = signed().get(path() + "/stream");
        Response other = signed().header("Cookie", "who=knows").get(path() + "/stream");

        one.then()
                .statusCode(200)
                .header("Grip-Hold", equalTo("stream"))
                .header("Grip-Channel", equalTo("oneping.notice." + tenant + ".ops; prev-id=" + version))
                .header("Grip-Link", equalTo("<stream/next>; rel=next; timeout=60"))
                .header("Cache-Control", containsString("public, max-age=5"))
                .header("Surrogate-Key", equalTo("notice/" + tenant + "/ops"))
                .header("Vary", nullValue())
                .body(equalTo("id: " + version + "\nevent: notice\ndata: {\"title\":\"Hold on\"}\n\n"));
        assertEquals(one.asString(), other.asString());
        assertEquals(one.header("Grip-Link"), other.header("Grip-Link"));
        given().get(path() + "/stream").then().statusCode(403).header("Grip-Hold", nullValue());
    }

    @Test
    void shouldDeliverOnlyNewVersionsByTheLink() {
        long version = put("Hold on").extract().path("version");
        String last = "oneping.notice." + tenant + ".ops; last-id=";

        signed().header("Grip-Last", last + version)
                .get(path() + "/stream/next")
                .then()
                .header("Cache-Control", equalTo("no-store"))
                .header("Grip-Link", equalTo("<next>; rel=next; timeout=60"))
                .body(equalTo(""));
        signed().header("Grip-Last", last + (version - 1))
                .get(path() + "/stream/next")
                .then()
                .body(containsString("Hold on"));
    }

    /** Purge comes before publish, or who asks again would get what was; and a hundred changes are told as two. */
    @Test
    void shouldPurgeThenPublishOncePerSecond() {
        List<Long> versions = IntStream.range(0, 100)
                .mapToObj(i -> put("Change " + i).extract().<Long>path("version"))
                .toList();

        String newest = "publish oneping.notice." + tenant + ".ops " + versions.getLast();
        await().until(() -> told().stream().anyMatch(line -> line.startsWith(newest)));
        List<String> told = told();
        long published =
                told.stream().filter(line -> line.startsWith("publish")).count();
        assertTrue(published < versions.size(), () -> "told as often as changed: " + told);
        String before = "0";
        for (int i = 0; i < told.size(); i += 2) {
            assertEquals("purge notice/" + tenant + "/ops", told.get(i));
            String[] words = told.get(i + 1).split(" ");
            assertEquals(before, words[3], "each names the one before");
            before = words[2];
        }
    }

    @Test
    @EnabledIf(
            value = "dev.oneping.testing.Pushpin#isInstalled",
            disabledReason = "there is no pushpin on the PATH: install the packages pushpin and zurl")
    void shouldBeHeldByARealProxyForAllClients() {
        put("One");
        try (Pushpin pushpin = Pushpin.before(RestAssured.port);
                SseLines ann = listen(pushpin);
                SseLines bob = listen(pushpin)) {
            for (SseLines page : List.of(ann, bob)) {
                assertEquals("{\"title\":\"One\"}", data(page));
            }

            put("Two");

            for (SseLines page : List.of(ann, bob)) {
                assertEquals("{\"title\":\"Two\"}", data(page));
            }
        }
    }

    private SseLines listen(Pushpin pushpin) {
        URI url = URI.create("http://127.0.0.1:" + pushpin.port() + path() + "/stream");
        return new SseLines(HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(url).build(), BodyHandlers.ofInputStream())
                .join()
                .body());
    }

    private static String data(SseLines page) {
        SseLines.Event event = page.next();
        assertNotNull(event, "the stream has ended");
        return event.data();
    }

    private List<String> told() {
        return FakeFastly.told().stream().filter(line -> line.contains(tenant)).toList();
    }

    private String path() {
        return "/v1/notices/" + tenant + "/ops";
    }

    private ValidatableResponse put(String title) {
        return app(given())
                .body("{\"title\":\"" + title + "\"}")
                .put("/v1/topics/ops/notice")
                .then()
                .statusCode(200);
    }

    private RequestSpecification app(RequestSpecification request) {
        return request.header("Authorization", "Bearer " + key).contentType(ContentType.JSON);
    }

    private RequestSpecification signed() {
        String signature = Jwt.issuer("pushpin")
                .expiresAt(clock.instant().plusSeconds(3600))
                .sign(new SecretKeySpec(Pushpin.KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return given().header("Grip-Sig", signature);
    }
}
