package dev.oneping.e2e;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits of tenants and users are exact, however many requests come at the same time. */
@Tag("service")
@QuarkusTest
@TestProfile(ParallelLimitsTest.LowLimits.class)
class ParallelLimitsTest {

    private static final int LIMIT = 4;
    private static final int MORE = 12;

    /** What can be created until a limit is reached. */
    enum Limited {
        NOTIFICATIONS_OF_A_DAY(
                "oneping.delivery.accepted-per-day",
                3 * LIMIT,
                "POST /v1/notify",
                "{'to':{'user':'user#'},'title':'Hello'}"),
        OPEN_NOTIFICATIONS(
                "oneping.delivery.max-open", LIMIT, "POST /v1/notify", "{'to':{'user':'ann'},'title':'Hello'}"),
        USERS(
                "oneping.presence.users-per-tenant",
                LIMIT,
                "PUT /v1/users/user#/preferences",
                "{'zone':'Europe/Berlin'}"),
        DEVICES("oneping.presence.devices", LIMIT, "PUT /v1/users/ann/devices/device#", "{'platform':'web'}"),
        AVAILABILITY_REQUESTS(
                "oneping.availability.per-user", LIMIT, "POST /v1/users/ann/availability", "{'expires_in':'1h'}"),
        SIGNAL_URLS(
                "oneping.signal.urls-per-user",
                LIMIT,
                "POST /v1/users/ann/signal-urls",
                "{'allow':['notification:*']}"),
        NOTICES("oneping.notice.per-tenant", LIMIT, "PUT /v1/topics/topic#/notice", "{'title':'Closed'}"),
        GROUPS("oneping.groups.per-tenant", LIMIT, "PUT /v1/groups/group#", "{'members':['ann']}"),
        TOPICS("oneping.groups.topics", LIMIT, "PUT /v1/topics/topic#/subscribers/ann", "{}"),
        SUBSCRIBERS("oneping.groups.subscribers", LIMIT, "PUT /v1/topics/topic/subscribers/user#", "{}"),
        SUBSCRIPTIONS(
                "oneping.webhook.subscriptions-per-tenant",
                LIMIT,
                "POST /v1/subscriptions",
                "{'url':'http://127.0.0.1:9/#','types':['*']}");

        private final String setting;
        private final int most;
        private final String method;
        private final String path;
        private final String body;

        Limited(String setting, int most, String operation, String body) {
            this.setting = setting;
            this.most = most;
            this.method = operation.substring(0, operation.indexOf(' '));
            this.path = operation.substring(operation.indexOf(' ') + 1);
            this.body = body;
        }

        private ValidatableResponse create(Verbs app, int number) {
            Function<String, String> named = text -> text.replace("#", Integer.toString(number));
            return method.equals("PUT")
                    ? app.put(named.apply(path), named.apply(body))
                    : app.post(named.apply(path), named.apply(body));
        }
    }

    /** Limits low enough to be reached. */
    public static final class LowLimits implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Stream.of(Limited.values())
                    .collect(Collectors.toMap(limit -> limit.setting, limit -> Integer.toString(limit.most)));
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(RedisServer.class));
        }
    }

    @Inject
    ApiKeys keys;

    @ParameterizedTest
    @EnumSource
    void shouldAcceptExactlyTheLimitInParallel(Limited limit) {
        Verbs app = Verbs.ofNewTenant(keys);
        List<Future<Integer>> requests;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            requests = IntStream.range(0, limit.most + MORE)
                    .mapToObj(i ->
                            threads.submit(() -> limit.create(app, i).extract().statusCode()))
                    .toList();
        }
        List<Integer> answers = requests.stream().map(Future::resultNow).toList();

        assertEquals(MORE, Collections.frequency(answers, 429), answers.toString());
        assertEquals(limit.most, answers.stream().filter(status -> status < 300).count(), answers.toString());
        limit.create(app, limit.most + MORE)
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("limit-reached"));
        limit.create(Verbs.ofNewTenant(keys), 0).header("Retry-After", nullValue());
    }
}
