package dev.oneping.webhook.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.outbound.guard.AddressGuard;
import dev.oneping.outbound.guard.AddressGuard.Verdict;
import dev.oneping.outbound.guard.EndpointUrl;
import dev.oneping.outbound.http.CallOutcome;
import dev.oneping.outbound.http.HttpSender;
import dev.oneping.outbound.http.OutboundResponse;
import dev.oneping.outbound.sign.StandardWebhookSigner;
import dev.oneping.webhook.format.RenderedEvent;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.WebhookConfig;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Sends one delivery to its endpoint: parses the URL, checks the address, signs, and sends. Blocks until it ends. */
@Singleton
public class WebhookSender {

    private final AddressGuard guard;
    private final HttpSender http;
    private final WebhookConfig config;
    private final ObjectMapper json;

    WebhookSender(AddressGuard guard, HttpSender http, WebhookConfig config, ObjectMapper json) {
        this.guard = guard;
        this.http = http;
        this.config = config;
        this.json = json;
    }

    /**
     * Makes one attempt.
     *
     * @param now the signed timestamp
     */
    OutboundResponse send(Delivery delivery, Subscription subscription, Instant now) {
        EndpointUrl url;
        try {
            url = guard.parse(subscription.url());
        } catch (EndpointUrl.Refused e) {
            return OutboundResponse.none(new CallOutcome.Blocked());
        }
        RenderedEvent rendered = subscription.spec().format().render(delivery.body(), json);
        Map<String, String> headers = headers(delivery, subscription, rendered, now);
        return guarded(
                url, config.timeout(), (addresses, left) -> http.post(url, addresses, headers, rendered.body(), left));
    }

    /**
     * Makes a call to the checked addresses of the URL, within the time limit.
     *
     * @param call makes the call; gets the addresses and the remaining time
     */
    public OutboundResponse guarded(
            EndpointUrl url, Duration timeout, BiFunction<List<InetAddress>, Duration, Future<OutboundResponse>> call) {
        long began = System.nanoTime();
        return switch (guard.check(url)) {
            case Verdict.Blocked blocked -> OutboundResponse.none(new CallOutcome.Blocked());
            case Verdict.Unknown unknown ->
                OutboundResponse.none(new CallOutcome.Unreachable(CallOutcome.Fault.DNS_ERROR));
            case Verdict.Allowed allowed -> {
                Duration left = timeout.minusNanos(System.nanoTime() - began);
                yield left.isPositive()
                        ? await(call.apply(allowed.addresses(), left))
                        : OutboundResponse.none(new CallOutcome.Unreachable(CallOutcome.Fault.TIMEOUT));
            }
        };
    }

    private Map<String, String> headers(
            Delivery delivery, Subscription subscription, RenderedEvent rendered, Instant now) {
        Map<String, String> headers = new LinkedHashMap<>();
        Map<String, String> own = subscription.spec().headers();
        if (own != null) {
            headers.putAll(own);
        }
        headers.putAll(rendered.headers());
        config.origin().ifPresent(origin -> headers.put("WebHook-Request-Origin", origin));
        headers.put("Accept-Encoding", "identity");
        headers.put("User-Agent", "oneping-webhooks/1");
        headers.put(StandardWebhookSigner.ID, delivery.event());
        headers.put(StandardWebhookSigner.TIMESTAMP, Long.toString(now.getEpochSecond()));
        headers.put(
                StandardWebhookSigner.SIGNATURE,
                StandardWebhookSigner.sign(delivery.event(), now, rendered.body(), subscription.signers(now)));
        return headers;
    }

    private static OutboundResponse await(Future<OutboundResponse> answer) {
        return answer.toCompletionStage().toCompletableFuture().join();
    }
}
