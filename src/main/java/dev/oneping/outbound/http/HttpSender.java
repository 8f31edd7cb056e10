package dev.oneping.outbound.http;

import dev.oneping.outbound.guard.EndpointUrl;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes one HTTP call to one of the checked addresses under the requested name: {@code Host}, SNI and certificate are those of the
 * name. Follows no redirects, uses no proxy, decompresses nothing, reads only the beginning of a response, and ends
 * within the time limit whatever the other side does.
 */
public final class HttpSender {

    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int IDLE_SECONDS = 30;
    private static final int HEAD_BYTES = 16_384;

    /**
     * Large, because lanes already limit the calls in flight; the pool must not make one endpoint wait for another of
     * the same host.
     */
    private static final int POOL = 1024;

    /** What can be indicated by SNI: dotted or not, letters, digits and hyphens. */
    private static final Pattern INDICABLE = Pattern.compile("[A-Za-z0-9.-]+");

    private final HttpClient client;

    /** The client for names that SNI does not know, such as an IPv6 address or one with an underscore: it indicates none. */
    private final HttpClient withoutSni;

    private final Vertx vertx;
    private final Clock clock;
    private final int responseBytes;

    /**
     * Creates a sender.
     *
     * @param responseBytes the number of bytes of a response that are read
     */
    public HttpSender(Vertx vertx, Clock clock, int responseBytes) {
        this(vertx, clock, responseBytes, null);
    }

    /** Creates a sender with another certificate authority than the JDK's; host names are verified nevertheless. */
    HttpSender(Vertx vertx, Clock clock, int responseBytes, @Nullable TrustOptions authority) {
        this.vertx = vertx;
        this.clock = clock;
        this.responseBytes = responseBytes;
        this.client = client(vertx, authority, true);
        this.withoutSni = client(vertx, authority, false);
    }

    private static HttpClient client(Vertx vertx, @Nullable TrustOptions authority, boolean sni) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setMaxHeaderSize(HEAD_BYTES)
                .setMaxInitialLineLength(HEAD_BYTES)
                .setForceSni(sni)
                .setVerifyHost(true)
                .setTrustOptions(authority)
                .setDecompressionSupported(false)
                .setTracingPolicy(TracingPolicy.IGNORE);
        return vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(POOL))
                .withConnectHandler(InterimResponses::dropFrom)
                .build();
    }

    /** Posts the body. The future never fails: a fault is an outcome. */
    public Future<OutboundResponse> post(
            EndpointUrl url, List<InetAddress> addresses, Map<String, String> headers, byte[] body, Duration limit) {
        return call(HttpMethod.POST, url, addresses, headers, body, limit);
    }

    /**
     * Makes a call with any method, to the first of the addresses that accepts a connection; all share the time limit. The
     * future never fails: a fault is an outcome.
     */
    public Future<OutboundResponse> call(
            HttpMethod method,
            EndpointUrl url,
            List<InetAddress> addresses,
            Map<String, String> headers,
            byte[] body,
            Duration limit) {
        long connectMs = Math.min(CONNECT_TIMEOUT_MS, Math.max(1, limit.toMillis() / addresses.size()));
        List<RequestOptions> options = addresses.stream()
                .map(address -> options(method, url, address, headers).setConnectTimeout(connectMs))
                .toList();
        Promise<OutboundResponse> answer = Promise.promise();
        // The whole exchange runs on one context: a response that arrived before another thread had set its handlers
        // would be lost.
        HttpClient by = INDICABLE.matcher(url.host()).matches() ? client : withoutSni;
        vertx.runOnContext(ignored -> exchange(by, options, Buffer.buffer(body), limit, answer));
        return answer.future()
                .recover(failure ->
                        Future.succeededFuture(OutboundResponse.none(new CallOutcome.Unreachable(fault(failure)))));
    }

    private static RequestOptions options(
            HttpMethod method, EndpointUrl url, InetAddress address, Map<String, String> headers) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setServer(SocketAddress.inetSocketAddress(url.port(), address.getHostAddress()))
                .setHost(url.host().replaceAll("[\\[\\]]", ""))
                .setPort(url.port())
                .setSsl(url.tls())
                .setURI(url.target())
                .setFollowRedirects(false);
        options.putHeader("Host", url.authority());
        headers.forEach(options::putHeader);
        return options;
    }

    private void exchange(
            HttpClient by,
            List<RequestOptions> options,
            Buffer body,
            Duration limit,
            Promise<OutboundResponse> answer) {
        Promise<HttpClientRequest> opened = Promise.promise();
        long timer = vertx.setTimer(limit.toMillis(), ignored -> {
            answer.tryFail(new TimeoutException());
            opened.future().onSuccess(HttpClientRequest::reset);
        });
        connect(by, options, answer)
                .onComplete(opened)
                .compose(request -> request.send(body))
                .compose(this::read)
                .onComplete(result -> {
                    vertx.cancelTimer(timer);
                    if (result.succeeded()) {
                        answer.tryComplete(result.result());
                    } else {
                        answer.tryFail(result.cause());
                    }
                });
    }

    /** Opens a connection to the first address that accepts one; a request is sent to one address only. */
    private static Future<HttpClientRequest> connect(
            HttpClient by, List<RequestOptions> options, Promise<OutboundResponse> answer) {
        Future<HttpClientRequest> first = by.request(options.getFirst());
        return options.size() == 1
                ? first
                : first.recover(failure -> answer.future().isComplete()
                        ? Future.failedFuture(failure)
                        : connect(by, options.subList(1, options.size()), answer));
    }

    /** Reads the body up to the limit, and then closes the connection; only the status determines the outcome. */
    private Future<OutboundResponse> read(HttpClientResponse response) {
        CallOutcome outcome = CallOutcome.of(
                response.statusCode(), RetryAfter.parse(response.getHeader("Retry-After"), clock.instant()));
        Map<String, String> consent = response.headers().entries().stream()
                .filter(header -> header.getKey().toLowerCase(Locale.ROOT).startsWith("webhook-allowed-"))
                .collect(Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        Map.Entry::getValue,
                        (first, second) -> first));
        Promise<OutboundResponse> answer = Promise.promise();
        Buffer kept = Buffer.buffer();
        response.handler(chunk -> {
            int room = responseBytes - kept.length();
            kept.appendBuffer(chunk, 0, Math.min(room, chunk.length()));
            if (chunk.length() > room) {
                response.request().reset();
                answer.tryComplete(new OutboundResponse(outcome, kept.toString(StandardCharsets.UTF_8), consent));
            }
        });
        response.endHandler(end ->
                answer.tryComplete(new OutboundResponse(outcome, kept.toString(StandardCharsets.UTF_8), consent)));
        response.exceptionHandler(broken ->
                answer.tryComplete(new OutboundResponse(outcome, kept.toString(StandardCharsets.UTF_8), consent)));
        return answer.future();
    }

    private static CallOutcome.Fault fault(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return CallOutcome.Fault.TIMEOUT;
            }
            if (cause instanceof SSLException) {
                return CallOutcome.Fault.TLS_ERROR;
            }
            if (cause instanceof ConnectException) {
                return CallOutcome.Fault.CONNECTION_FAILED;
            }
            if (cause instanceof TooLongFrameException || cause instanceof IllegalArgumentException) {
                return CallOutcome.Fault.BAD_RESPONSE;
            }
            if (cause instanceof SocketException) {
                return CallOutcome.Fault.CONNECTION_RESET;
            }
        }
        return CallOutcome.Fault.CONNECTION_RESET;
    }
}
