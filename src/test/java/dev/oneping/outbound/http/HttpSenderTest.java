package dev.oneping.outbound.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.outbound.guard.EndpointUrl;
import dev.oneping.outbound.http.CallOutcome.Fault;
import dev.oneping.webhook.Receiver;
import dev.oneping.webhook.SettableClock;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every expected kind of receiver. */
@Tag("slow")
class HttpSenderTest {

    /** For those that never answer in time, whatever the time is. */
    private static final Duration SHORT = Duration.ofMillis(500);

    /** For those that answer, however busy this machine is. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();
    private final SettableClock clock = new SettableClock();
    private final HttpSender sender = new HttpSender(vertx, clock, 8192);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204})
    void shouldTreatAny2xxAsDelivered(int status) {
        try (Receiver receiver = Receiver.answering(status)) {
            assertEquals(new CallOutcome.Delivered(status), send(receiver).outcome());
            assertEquals("body", receiver.calls.getFirst().body());
            assertEquals("/hook?a=1", receiver.calls.getFirst().uri());
            assertEquals(
                    "localhost:" + receiver.port(), receiver.calls.getFirst().header("host"));
        }
    }

    /** Whoever calls is on another thread than the answer, which on a busy machine is there before the call has returned. */
    @Test
    void shouldNotLoseResponseThatArrivesBeforeCallReturns() throws Exception {
        Queue<CallOutcome> others = new ConcurrentLinkedQueue<>();
        try (Receiver receiver = Receiver.speaking(socket -> socket.write("HTTP/1.1 204 No Content\r\n\r\n"));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int busy = 0; busy < 6; busy++) {
                Thread.ofPlatform().daemon().start(() -> spin(callers));
            }
            for (int caller = 0; caller < 64; caller++) {
                callers.execute(() -> {
                    for (int call = 0; call < 300; call++) {
                        CallOutcome outcome = send(receiver).outcome();
                        if (!outcome.equals(new CallOutcome.Delivered(204))) {
                            others.add(outcome);
                        }
                    }
                });
            }
            callers.shutdown();
            assertTrue(callers.awaitTermination(5, TimeUnit.MINUTES));
        }

        assertEquals(List.of(), List.copyOf(others));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void shouldFollowNoRedirect(int status) {
        try (Receiver target = Receiver.answering(200);
                Receiver receiver = Receiver.answering(request -> request.response()
                        .setStatusCode(status)
                        .putHeader("Location", target.url())
                        .putHeader("Refresh", "0; url=" + target.url())
                        .end())) {
            assertEquals(
                    new CallOutcome.Rejected(status, Optional.empty()),
                    send(receiver).outcome());
            assertTrue(target.calls.isEmpty());
        }
    }

    @Test
    void shouldReturnRetryAfterOfBusyReceiver() {
        try (Receiver receiver = Receiver.answering(request -> request.response()
                .setStatusCode(429)
                .putHeader("Retry-After", "120")
                .end("later"))) {
            OutboundResponse answer = send(receiver);

            assertEquals(new CallOutcome.Rejected(429, Optional.of(Duration.ofSeconds(120))), answer.outcome());
            assertEquals("later", answer.body());
        }
    }

    @Test
    void shouldConnectToTheCheckedAddressWhateverTheNameSays() throws Exception {
        try (Receiver receiver = Receiver.answering(200)) {
            EndpointUrl url = EndpointUrl.parse("http://rebound.invalid:" + receiver.port() + "/", true);

            OutboundResponse answer = send(url, LIMIT);

            assertEquals(new CallOutcome.Delivered(200), answer.outcome());
            assertEquals(
                    "rebound.invalid:" + receiver.port(),
                    receiver.calls.getFirst().header("host"));
        }
    }

    @ParameterizedTest
    @MethodSource("tooMuch")
    void shouldReadOnlyTheBeginningOfAnAnswer(Handler<HttpServerRequest> flood) {
        try (Receiver receiver = Receiver.answering(flood)) {
            OutboundResponse answer = send(receiver);

            assertEquals(new CallOutcome.Delivered(200), answer.outcome());
            assertTrue(String.valueOf(answer.body()).length() <= 8192);
        }
    }

    static Stream<Handler<HttpServerRequest>> tooMuch() {
        Buffer large = Buffer.buffer("x".repeat(1_000_000));
        return Stream.of(
                request -> request.response()
                        .putHeader("Content-Length", "1000000000")
                        .write(large),
                request -> endless(request.response().setChunked(true), large),
                request ->
                        request.response().putHeader("Content-Encoding", "gzip").end(large));
    }

    @Test
    void shouldKeepInvalidUtf8Readable() {
        try (Receiver receiver = Receiver.answering(
                request -> request.response().setStatusCode(500).end(Buffer.buffer(new byte[] {'a', -1, -2, 'b'})))) {
            assertEquals("a\uFFFD\uFFFDb", send(receiver).body());
        }
    }

    @ParameterizedTest
    @MethodSource("rude")
    void shouldNameWhatARudeReceiverDid(Fault fault, Handler<NetSocket> behaviour) {
        try (Receiver receiver = Receiver.speaking(behaviour)) {
            Duration limit = fault == Fault.TIMEOUT ? SHORT : LIMIT;
            assertEquals(
                    new CallOutcome.Unreachable(fault), send(receiver, limit).outcome());
        }
    }

    static Stream<Arguments> rude() {
        return Stream.of(
                rude(Fault.TIMEOUT, socket -> {}),
                rude(Fault.TIMEOUT, socket -> socket.write("HTTP/1.1 200 OK\r\nX-Slow: ")),
                rude(Fault.TIMEOUT, socket -> socket.write("HTTP/1.1 100 Continue\r\n\r\n".repeat(100))),
                rude(Fault.CONNECTION_RESET, NetSocket::close),
                rude(Fault.BAD_RESPONSE, socket -> socket.write("this is no HTTP\r\n\r\n")),
                rude(Fault.BAD_RESPONSE, socket -> socket.write("HTTP/1.1 200 OK\r\nX: " + "a".repeat(65_536))),
                rude(
                        Fault.BAD_RESPONSE,
                        socket -> socket.write("HTTP/1.1 200 OK\r\n" + "X: a\r\n".repeat(10_000) + "\r\n")));
    }

    @Test
    void shouldCountAStatusAsTheAnswerEvenIfTheBodyBreaksOff() {
        try (Receiver receiver = Receiver.speaking(
                socket -> socket.end(Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")))) {
            assertEquals(new CallOutcome.Delivered(200), send(receiver).outcome());
        }
    }

    @Test
    void shouldRejectSelfSignedCertificate() throws Exception {
        try (Receiver receiver = Receiver.selfSigned()) {
            EndpointUrl url = EndpointUrl.parse("https://localhost:" + receiver.port() + "/", false);

            assertEquals(
                    new CallOutcome.Unreachable(Fault.TLS_ERROR),
                    send(url, LIMIT).outcome());
        }
    }

    @Test
    void shouldNameAClosedPort() throws Exception {
        OutboundResponse answer = send(EndpointUrl.parse("http://localhost:1/", true), LIMIT);

        assertEquals(new CallOutcome.Unreachable(Fault.CONNECTION_FAILED), answer.outcome());
    }

    /** The first refuses; the second, in the block for documentation, never answers. */
    @Test
    void shouldTryAllAddressesInTurnUntilOneAcceptsTheConnection() throws Exception {
        try (Receiver receiver = Receiver.answering(200)) {
            EndpointUrl url = EndpointUrl.parse("http://many.invalid:" + receiver.port() + "/", true);
            List<InetAddress> addresses = List.of(
                    InetAddress.getByName("127.0.0.3"),
                    InetAddress.getByName("192.0.2.1"),
                    InetAddress.getLoopbackAddress());

            assertEquals(
                    new CallOutcome.Delivered(200), send(url, addresses, LIMIT).outcome());
            assertEquals(1, receiver.calls.size());
        }
    }

    @Test
    void shouldEndWithinTheLimitWhenNoAddressAccepts() throws Exception {
        EndpointUrl url = EndpointUrl.parse("http://many.invalid:1/", true);
        List<InetAddress> addresses = List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.2"));

        assertEquals(
                new CallOutcome.Unreachable(Fault.CONNECTION_FAILED),
                send(url, addresses, LIMIT).outcome());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 102, 103, 104, 199})
    void shouldWaitForFinalResponseAfterInterimOnes(int interim) {
        String before = "HTTP/1.1 " + interim + " Interim\r\nLink: </a>\r\n\r\n";
        try (Receiver receiver =
                Receiver.speaking(socket -> socket.write(before.repeat(3) + "HTTP/1.1 204 No Content\r\n\r\n"))) {
            assertEquals(new CallOutcome.Delivered(204), send(receiver).outcome());
        }
    }

    @Test
    void shouldCallHostWithUnderscore() throws Exception {
        try (Receiver receiver = Receiver.answering(200)) {
            EndpointUrl url = EndpointUrl.parse("http://my_hook.invalid:" + receiver.port() + "/", true);

            assertEquals(new CallOutcome.Delivered(200), send(url, LIMIT).outcome());
        }
    }

    private static void spin(ExecutorService others) {
        while (!others.isTerminated()) {
            Thread.onSpinWait();
        }
    }

    private OutboundResponse send(Receiver receiver) {
        return send(receiver, LIMIT);
    }

    private OutboundResponse send(Receiver receiver, Duration limit) {
        try {
            return send(EndpointUrl.parse(receiver.url(), true), limit);
        } catch (EndpointUrl.Refused e) {
            throw new IllegalStateException(e);
        }
    }

    private OutboundResponse send(EndpointUrl url, Duration limit) {
        return send(url, List.of(InetAddress.getLoopbackAddress()), limit);
    }

    private OutboundResponse send(EndpointUrl url, List<InetAddress> addresses, Duration limit) {
        return sender.post(
                        url, addresses, Map.of("webhook-id", "evt_1"), "body".getBytes(StandardCharsets.UTF_8), limit)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static void endless(HttpServerResponse response, Buffer chunk) {
        response.write(chunk).onSuccess(written -> endless(response, chunk));
    }

    private static Arguments rude(Fault fault, Handler<NetSocket> behaviour) {
        return Arguments.of(fault, behaviour);
    }
}
