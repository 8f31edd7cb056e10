package dev.oneping.webhook.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.webhook.Receiver;
import dev.oneping.webhook.subscription.Subscription;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every expected kind of receiver: the recorded attempt, the state of the delivery, and the time of the retry. */
@Tag("slow")
class ReceiverZooTest {

    private static final String FIRST_PAUSE = "4s..6s";

    /** No receiver that answers is given up by the clock, however busy this machine is. */
    private final WebhookRig patient = new WebhookRig("dangerous-allow-private-networks", "true", "timeout", "1h");

    private final WebhookRig impatient = new WebhookRig("dangerous-allow-private-networks", "true", "timeout", "400ms");

    @AfterEach
    void close() {
        patient.close();
        impatient.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void shouldBeContentWithEveryTwoHundred(int status) {
        try (Receiver receiver = Receiver.answering(
                request -> request.response().setStatusCode(status).end(status == 204 ? "" : "thanks"))) {
            DeliveryView view = attempt(patient, receiver.url());

            assertEnded(view, DeliveryState.SUCCEEDED, Integer.toString(status));
            assertNull(view.attempts().getFirst().response(), "what a success says is not kept");
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 408, 415, 425, 429, 500, 501, 502, 503, 504
            })
    void shouldRetryAfterAnyOtherStatusAndRecordResponse(int status) {
        try (Receiver elsewhere = Receiver.answering(200);
                Receiver receiver = Receiver.answering(request -> request.response()
                        .setStatusCode(status)
                        .putHeader("Location", elsewhere.url())
                        .end(status == 304 ? "" : "<b>no</b>"))) {
            DeliveryView view = attempt(patient, receiver.url());

            assertAgain(view, Integer.toString(status), FIRST_PAUSE);
            assertEquals(
                    status == 304 ? "" : "<b>no</b>", view.attempts().getFirst().response());
            assertTrue(elsewhere.calls.isEmpty(), "no redirect is followed");
        }
    }

    @Test
    void shouldNeverRetryAfter410() {
        try (Receiver receiver = Receiver.answering(410)) {
            assertEnded(attempt(patient, receiver.url()), DeliveryState.DEAD, "410");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            429 | 3                             | 4s..6s
            429 | 0                             | 4s..6s
            429 | -1                            | 4s..6s
            429 | 120                           | 120s..121s
            503 | 120                           | 120s..121s
            500 | 120                           | 120s..121s
            429 | 99999999                      | 86400s..86401s
            429 | 99999999999999999999          | 4s..6s
            429 | Sun, 01 Nov 2026 12:00:30 GMT | 30s..31s
            429 | Sun, 01 Nov 2026 11:00:00 GMT | 4s..6s
            429 | Tue, 01 Nov 2033 12:00:30 GMT | 86400s..86401s
            429 | Mon, 01 Nov 2033 12:00:30 GMT | 4s..6s
            429 | soon                          | 4s..6s
            """)
    void shouldHeedWhenItIsAskedToComeAgain(int status, String retryAfter, String next) {
        try (Receiver receiver = Receiver.answering(request -> request.response()
                .setStatusCode(status)
                .putHeader("Retry-After", retryAfter)
                .end())) {
            assertAgain(attempt(patient, receiver.url()), Integer.toString(status), next);
        }
    }

    @ParameterizedTest
    @MethodSource("floods")
    void shouldKeepOnlyTheBeginningOfAFlood(Handler<HttpServerRequest> flood) {
        try (Receiver receiver = Receiver.answering(flood)) {
            DeliveryView view = attempt(patient, receiver.url());

            assertAgain(view, "500", FIRST_PAUSE);
            String kept = view.attempts().getFirst().response();
            assertNotNull(kept);
            assertEquals(patient.config.responseCharsKept(), kept.length());
        }
    }

    static Stream<Handler<HttpServerRequest>> floods() {
        Buffer megabyte = Buffer.buffer("x".repeat(1_000_000));
        return Stream.of(
                request -> failing(request)
                        .putHeader("Content-Length", "1000000000")
                        .write(megabyte),
                request -> endless(failing(request).setChunked(true), megabyte),
                request ->
                        failing(request).putHeader("Content-Encoding", "gzip").end(megabyte));
    }

    @ParameterizedTest
    @MethodSource("rude")
    void shouldNameWhatWentWrongAndComeAgain(String outcome, Handler<NetSocket> behaviour) {
        try (Receiver receiver = Receiver.speaking(behaviour)) {
            DeliveryView view = attempt(patient, receiver.url());

            assertAgain(view, outcome, FIRST_PAUSE);
            assertNull(view.attempts().getFirst().response());
        }
    }

    static Stream<Arguments> rude() {
        return Stream.of(
                rude("connection_reset", NetSocket::close),
                rude("bad_response", socket -> socket.write("this is no HTTP\r\n\r\n")),
                rude("bad_response", socket -> socket.write("HTTP/1.1 200 OK\r\nX: " + "a".repeat(65_536))),
                rude(
                        "bad_response",
                        socket -> socket.write("HTTP/1.1 200 OK\r\n" + "X: a\r\n".repeat(10_000) + "\r\n")),
                rude(
                        "bad_response",
                        socket -> socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")));
    }

    @ParameterizedTest
    @MethodSource("slow")
    void shouldLimitTotalTimeOfSlowReceiver(Handler<NetSocket> behaviour) {
        try (Receiver receiver = Receiver.speaking(behaviour)) {
            assertAgain(attempt(impatient, receiver.url()), "timeout", FIRST_PAUSE);
        }
    }

    static Stream<Handler<NetSocket>> slow() {
        return Stream.of(
                socket -> {},
                socket -> trickle(socket, "HTTP/1.1 200 OK\r\nX-Slow: "),
                socket -> trickle(socket, "HTTP/1.1 100 Continue\r\n\r\n"));
    }

    /** A status is an answer, whatever becomes of the body. */
    @Test
    void shouldCountAStatusWhoseBodyBreaksOff() {
        try (Receiver receiver = Receiver.speaking(
                socket -> socket.end(Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")))) {
            assertEnded(attempt(patient, receiver.url()), DeliveryState.SUCCEEDED, "200");
        }
    }

    @Test
    void shouldRejectSelfSignedCertificate() {
        try (Receiver receiver = Receiver.selfSigned()) {
            assertAgain(attempt(patient, "https://localhost:" + receiver.port() + "/"), "tls_error", FIRST_PAUSE);
        }
    }

    @Test
    void shouldComeAgainWhereNobodyListensOrTheNameIsUnknown() {
        assertAgain(attempt(patient, "http://localhost:1/"), "connection_failed", FIRST_PAUSE);
        assertAgain(attempt(patient, "http://nowhere.invalid/"), "dns_error", FIRST_PAUSE);
    }

    /** All ten attempts, each by the schedule, and then no more. */
    @Test
    void shouldGiveUpAfterTheWholeSchedule() {
        try (Receiver receiver = Receiver.answering(503)) {
            Subscription subscription = patient.subscribe(receiver.url());
            patient.enqueue(subscription, "evt_1");
            List<Duration> pauses = patient.config.pauses();
            for (Duration pause : pauses) {
                patient.worker.attempt(patient.claim(subscription, 1).getFirst());
                DeliveryView view = patient.list(subscription).getFirst();
                assertNext(
                        view,
                        pause.multipliedBy(4).dividedBy(5),
                        pause.multipliedBy(6).dividedBy(5));
                patient.clock.forward(pause.multipliedBy(2));
            }

            patient.worker.attempt(patient.claim(subscription, 1).getFirst());

            DeliveryView view = patient.list(subscription).getFirst();
            assertEquals(DeliveryState.DEAD, view.state());
            assertNull(view.nextAt());
            assertEquals(10, view.attempts().size());
            assertEquals(10, receiver.calls.size());
            assertEquals(
                    1,
                    receiver.calls.stream()
                            .map(call -> call.header("webhook-id"))
                            .distinct()
                            .count());
            assertEquals(
                    10,
                    receiver.calls.stream()
                            .map(call -> call.header("webhook-signature"))
                            .distinct()
                            .count());
        }
    }

    private static DeliveryView attempt(WebhookRig rig, String url) {
        Subscription subscription = rig.subscribe(url);
        rig.parts.known().forget(rig.tenant);
        rig.enqueue(subscription, "evt_1");
        rig.worker.attempt(rig.claim(subscription, 1).getFirst());
        return rig.list(subscription).getFirst();
    }

    private void assertEnded(DeliveryView view, DeliveryState state, String outcome) {
        assertEquals(state, view.state());
        assertNull(view.nextAt());
        assertLogged(view, outcome);
    }

    private void assertAgain(DeliveryView view, String outcome, String next) {
        assertEquals(DeliveryState.PENDING, view.state());
        assertLogged(view, outcome);
        String[] edges = next.split("\\.\\.");
        assertNext(view, Duration.parse("PT" + edges[0]), Duration.parse("PT" + edges[1]));
    }

    private void assertNext(DeliveryView view, Duration least, Duration most) {
        assertNotNull(view.nextAt());
        Duration pause = Duration.between(patient.now(), view.nextAt());
        assertTrue(
                pause.compareTo(least) >= 0 && pause.compareTo(most) <= 0,
                () -> pause + " is not from " + least + " to " + most);
    }

    private void assertLogged(DeliveryView view, String outcome) {
        assertEquals(1, view.attempts().size());
        DeliveryAttempt attempt = view.attempts().getFirst();
        assertEquals(outcome, attempt.outcome());
        assertEquals(1, attempt.number());
        assertEquals(patient.now(), attempt.at());
    }

    private static HttpServerResponse failing(HttpServerRequest request) {
        return request.response().setStatusCode(500);
    }

    private static void endless(HttpServerResponse response, Buffer chunk) {
        response.write(chunk).onSuccess(written -> endless(response, chunk));
    }

    /** One byte after the other, for as long as somebody listens. */
    private static void trickle(NetSocket socket, String beginning) {
        socket.write(beginning).onSuccess(written -> more(socket));
    }

    private static void more(NetSocket socket) {
        socket.write("x").onSuccess(written -> Vertx.currentContext().owner().setTimer(50, ignored -> more(socket)));
    }

    private static Arguments rude(String outcome, Handler<NetSocket> behaviour) {
        return Arguments.of(outcome, behaviour);
    }
}
