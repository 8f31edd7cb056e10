package dev.oneping.e2e;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.testing.HttpDevice;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a tenant can reach the end of: the last that is accepted, and the first that is not. */
@Tag("service")
@QuarkusTest
@TestProfile(TenantLimitsTest.LowLimits.class)
class TenantLimitsTest {

    private static final int LIMIT = 3;
    private static final int GATEWAYS = 32;
    private static final int WRONG = 30;

    /** Limits low enough to be reached. */
    public static final class LowLimits implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            String limit = Integer.toString(LIMIT);
            return Map.of(
                    "oneping.delivery.accepted-per-day", limit,
                    "oneping.presence.users-per-tenant", limit,
                    "oneping.connection.sessions-per-tenant", limit,
                    "oneping.notice.per-tenant", limit,
                    "oneping.auth.refusal-burst", Integer.toString(WRONG),
                    "oneping.auth.refusals-per-second", "1");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(RedisServer.class));
        }
    }

    @Inject
    ApiKeys keys;

    @Test
    void shouldRejectOneNotificationMoreThanADayHas() {
        Verbs ann = Verbs.ofNewTenant(keys);
        for (int i = 0; i < LIMIT; i++) {
            ann.another().notify("Hello", "");
        }

        ann.post("/v1/notify", "{'to':{'user':'bob'},'title':'Hello'}")
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("limit-reached"))
                .body("detail", equalTo("The tenant has reached its limit of 3 notifications a day (UTC)."));
        Verbs.ofNewTenant(keys).notify("Hello", "");
    }

    @Test
    void shouldRejectOneUserMore() {
        Verbs ann = Verbs.ofNewTenant(keys);
        for (int i = 0; i < LIMIT; i++) {
            ann.put("/v1/users/user" + i + "/devices/laptop", "{'platform':'web'}")
                    .statusCode(201);
        }

        ann.put("/v1/users/another/devices/laptop", "{'platform':'web'}")
                .statusCode(429)
                .body("detail", equalTo("The tenant has reached its limit of 3 users."));
        ann.put("/v1/users/another/preferences", "{'zone':'Europe/Berlin'}").statusCode(429);
        ann.put("/v1/users/user0/preferences", "{'zone':'Europe/Berlin'}").statusCode(200);
        try (TestDevice laptop = TestDevice.connect(
                URI.create("ws://localhost:" + RestAssured.port + "/v1/connect"), ann.token("laptop"))) {
            laptop.send("{'type':'hello','device':'laptop','platform':'web'}");
            assertEquals("limit_reached", laptop.await("error").path("code").asText());
            assertEquals(4504, laptop.awaitClose());
        }
    }

    @Test
    void shouldAskTheDeviceOfOneSessionMoreToComeBackUntilAnotherHasEnded() {
        Verbs ann = Verbs.ofNewTenant(keys);
        List<TestDevice> open = IntStream.range(0, LIMIT)
                .mapToObj(i -> ann.connect("laptop", Verbs.ACTIVE))
                .toList();
        HttpDevice more = new HttpDevice("http://localhost:" + RestAssured.port, ann.token("laptop"));
        String hello = "{'type':'hello','device':'laptop','platform':'web'}";

        try (TestDevice another = TestDevice.connect(
                URI.create("ws://localhost:" + RestAssured.port + "/v1/connect"), ann.token("laptop"))) {
            another.send(hello);
            assertEquals("limit_reached", another.await("error").path("code").asText());
            assertEquals(1013, another.awaitClose());
        }
        assertEquals(429, more.open(hello).statusCode());

        open.getFirst().close();
        Awaitility.await().until(() -> more.open(hello).statusCode() == 201);
        open.forEach(TestDevice::close);
    }

    @Test
    void shouldRejectOneNoticeMoreButNotAChange() {
        Verbs ann = Verbs.ofNewTenant(keys);
        for (int i = 0; i < LIMIT; i++) {
            ann.put("/v1/topics/topic" + i + "/notice", "{'title':'Closed'}").statusCode(200);
        }

        ann.put("/v1/topics/another/notice", "{'title':'Closed'}")
                .statusCode(429)
                .body("detail", containsString("limit of 3 notices"));
        ann.put("/v1/topics/topic0/notice", "{'title':'Open'}").statusCode(200);
    }

    @Test
    void shouldCreateExactlyTheLimitOfGatewaysInParallel() throws Exception {
        Verbs ann = Verbs.ofNewTenant(keys);
        List<Future<Integer>> puts;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            puts = IntStream.range(0, GATEWAYS + 8)
                    .mapToObj(i ->
                            threads.submit(() -> ann.put("/v1/channels/channel" + i, "{'url':'http://127.0.0.1:9/'}")
                                    .extract()
                                    .statusCode()))
                    .toList();
        }
        List<Integer> answers = puts.stream().map(Future::resultNow).toList();

        assertEquals(GATEWAYS, Collections.frequency(answers, 201));
        assertEquals(8, Collections.frequency(answers, 429));
        ann.put("/v1/channels/one-more", "{'url':'http://127.0.0.1:9/'}").statusCode(429);
    }

    @Test
    void shouldRefuseWrongCredentialsAndNoOthersAfterTooManyFromAnAddress() {
        Verbs ann = Verbs.ofNewTenant(keys);
        ann.get("/v1/me").statusCode(200);

        List<Integer> answers = IntStream.range(0, 2 * WRONG)
                .mapToObj(i -> new Verbs("no-key-of-anybody-" + i, RestAssured.port)
                        .get("/v1/me")
                        .extract()
                        .statusCode())
                .toList();

        assertEquals(401, answers.getFirst());
        assertEquals(429, answers.getLast());
        new Verbs("eyJ.eyJ.x", RestAssured.port)
                .get("/v1/me")
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("detail", containsString("without a valid credential"));
        ann.get("/v1/me").statusCode(200);
        ann.token("laptop");
    }
}
