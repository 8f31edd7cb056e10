package dev.oneping.outbound.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.outbound.guard.EndpointUrl;
import dev.oneping.outbound.http.CallOutcome.Fault;
import dev.oneping.webhook.SelfSigned;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** TLS to a checked address: host, SNI and certificate are those of the name. */
@Tag("slow")
class HttpSenderTlsTest {

    private static final String NAME = "hooks.example";
    private static final String NOW = "-1H";
    private static final SelfSigned AUTHORITY = SelfSigned.authority();

    private final Vertx vertx = Vertx.vertx();
    private final List<String> named = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldAskForTheNameAtTheAddressThatWasChecked() {
        int port = serve(AUTHORITY.issue(NAME, NOW));

        assertEquals(new CallOutcome.Delivered(200), send(port, AUTHORITY.trust()));

        assertEquals(List.of(NAME + " " + NAME + ":" + port), named);
    }

    /** Certificates are for host names, and the JDK accepts none for a name that is no host name. */
    @Test
    void shouldReportTlsErrorForNameWithUnderscore() {
        int port = serve(AUTHORITY.issue("*." + NAME, NOW));

        assertEquals(new CallOutcome.Unreachable(Fault.TLS_ERROR), send("my_app." + NAME, port, AUTHORITY.trust()));
    }

    @Test
    void shouldCallAddressOfIpv6() {
        int port = serve(AUTHORITY.issueForAddress("::1", NOW));

        assertEquals(new CallOutcome.Delivered(200), send("[::1]", port, AUTHORITY.trust()));
        assertEquals(List.of("null [::1]:" + port), named);
    }

    @Test
    void shouldRejectCertificateOfAnotherAddress() {
        int port = serve(AUTHORITY.issueForAddress("::2", NOW));

        assertEquals(new CallOutcome.Unreachable(Fault.TLS_ERROR), send("[::1]", port, AUTHORITY.trust()));
    }

    @Test
    void shouldRejectCertificateOfAnotherName() {
        int port = serve(AUTHORITY.issue("other.example", NOW));

        assertEquals(new CallOutcome.Unreachable(Fault.TLS_ERROR), send(port, AUTHORITY.trust()));
        assertEquals(List.of(), named);
    }

    /** That of the address would be good for whoever has the address. */
    @Test
    void shouldRejectCertificateOfAddress() {
        int port = serve(AUTHORITY.issue("localhost", NOW));

        assertEquals(new CallOutcome.Unreachable(Fault.TLS_ERROR), send(port, AUTHORITY.trust()));
    }

    @Test
    void shouldRejectExpiredCertificate() {
        int port = serve(AUTHORITY.issue(NAME, "-3d"));

        assertEquals(new CallOutcome.Unreachable(Fault.TLS_ERROR), send(port, AUTHORITY.trust()));
    }

    @Test
    void shouldRejectCertificateOfUnknownAuthority() {
        int port = serve(SelfSigned.certificate(NAME));

        assertEquals(new CallOutcome.Unreachable(Fault.TLS_ERROR), send(port, AUTHORITY.trust()));
    }

    private int serve(PfxOptions certificate) {
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(certificate))
                .requestHandler(request -> {
                    named.add(request.connection().indicatedServerName() + " " + request.getHeader("Host"));
                    request.response().end();
                });
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private CallOutcome send(int port, TrustOptions authority) {
        return send(NAME, port, authority);
    }

    private CallOutcome send(String host, int port, TrustOptions authority) {
        try {
            return new HttpSender(vertx, Clock.systemUTC(), 8192, authority)
                    .post(
                            EndpointUrl.parse("https://" + host + ":" + port + "/", false),
                            List.of(InetAddress.getLoopbackAddress()),
                            Map.of(),
                            new byte[0],
                            Duration.ofMinutes(1))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .outcome();
        } catch (EndpointUrl.Refused e) {
            throw new IllegalStateException(e);
        }
    }
}
