package dev.oneping.webhook;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The abuse protection of CloudEvents webhooks, with plain servers that answer as its specification says, or do not. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(HandshakeTest.Asking.class)
class HandshakeTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject
    Integrator someone;

    private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"oneping.example, 120, 120", "*, *, -", "oneping.example, -, -", "*, 0, -", "*, 90000, -"})
    void shouldSendWithinAllowedRateAfterConsent(String origin, String rate, Integer kept) {
        try (Receiver receiver = Receiver.answering(request -> answer(request, origin, rate))) {
            someone.subscribe(receiver.url(), "")
                    .statusCode(201)
                    .body("state", equalTo("active"))
                    .body("rate", kept == null ? nullValue() : equalTo(kept));

            Map<String, String> handshake = asked.getFirst();
            assertEquals("oneping.example", handshake.get("webhook-request-origin"));
            assertEquals("60000", handshake.get("webhook-request-rate"));
            assertTrue(handshake.get("webhook-request-callback").startsWith("https://api.example/v1/consents/"));
            someone.happens("ann", "notification.acted");
            await().atMost(PATIENCE).until(() -> receiver.calls.size() == 2);
            assertEquals("oneping.example", receiver.calls.get(1).header("webhook-request-origin"));
        }
    }

    @Test
    void shouldApplyLowerOfRequestedAndAllowedRate() {
        try (Receiver receiver = Receiver.answering(request -> answer(request, "*", "600"))) {
            someone.subscribe(receiver.url(), ",'rate':30").body("rate", equalTo(30));
            assertEquals("30", asked.getFirst().get("webhook-request-rate"));
        }
    }

    /** Silence, another's name, and a status without the header are no consent. */
    @ParameterizedTest
    @ValueSource(strings = {"", "other.example", "oneping.example.evil"})
    void shouldSendNothingWithoutConsent(String origin) {
        try (Receiver receiver =
                Receiver.answering(request -> answer(request, origin.isEmpty() ? null : origin, null))) {
            String path = someone.subscribed(receiver.url(), "");

            someone.get(path).body("state", equalTo("unverified"));
            someone.happens("ann", "notification.acted");
            someone.post(path + "/test", "{}").statusCode(409);
            someone.post(path + "/verify", "{}")
                    .statusCode(409)
                    .body("detail", containsString("without 'WebHook-Allowed-Origin: oneping.example' or '*'"));
            assertEquals(2, receiver.calls.size(), "asked twice, and sent nothing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void shouldTakeConsentThatComesLater(String method) {
        try (Receiver receiver = Receiver.answering(request -> answer(request, null, null))) {
            String path = someone.subscribed(receiver.url(), ",'users':['ann'],'send_state':true");
            someone.get(path).body("state", equalTo("unverified"));
            String callback =
                    URI.create(asked.getFirst().get("webhook-request-callback")).getPath();

            given().header("WebHook-Allowed-Rate", "90")
                    .request(method, callback)
                    .then()
                    .statusCode(200)
                    .body("consented", equalTo(true));

            someone.get(path).body("state", equalTo("active")).body("rate", equalTo(90));
            await().atMost(PATIENCE).until(() -> receiver.calls.size() == 2);
            assertTrue(receiver.calls.get(1).body().contains("presence.state"), "what it asked for at the beginning");
            given().request(method, callback).then().statusCode(200);
            given().request(method, callback + "x").then().statusCode(404).body("code", equalTo("not-found"));
        }
    }

    @Test
    void shouldAskAgainForAnotherUrlAndForgetWhatWasAgreedOnForTheFirst() {
        try (Receiver first = Receiver.answering(request -> answer(request, null, null));
                Receiver second = Receiver.answering(request -> answer(request, null, null))) {
            String path = someone.subscribed(first.url(), "");
            String callback =
                    URI.create(asked.getFirst().get("webhook-request-callback")).getPath();
            someone.patch(path, "{'url':'%s'}".formatted(second.url()))
                    .body("detail", nullValue())
                    .statusCode(200)
                    .body("state", equalTo("unverified"));

            given().get(callback).then().statusCode(200);

            someone.get(path).body("state", equalTo("unverified"));
            assertEquals(1, second.calls.size());
        }
    }

    private void answer(HttpServerRequest request, String origin, String rate) {
        if (!request.method().name().equals("OPTIONS")) {
            request.response().setStatusCode(204).end();
            return;
        }
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        asked.add(headers);
        request.response().putHeader("Allow", "POST");
        if (origin != null) {
            request.response().putHeader("WebHook-Allowed-Origin", origin);
        }
        if (rate != null) {
            request.response().putHeader("WebHook-Allowed-Rate", rate);
        }
        request.response().end();
    }

    /** Every receiver is asked. */
    public static class Asking implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "oneping.webhook.proof", "options",
                    "oneping.webhook.origin", "oneping.example",
                    "oneping.webhook.public-url", "https://api.example/");
        }
    }
}
