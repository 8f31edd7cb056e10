package dev.oneping.webhook;

import dev.oneping.webhook.AddressGuard.Verdict;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Brings one delivery to its endpoint: reads the URL, checks the address, signs, and sends. Blocks until it ends. */
@Singleton
class Courier {

    private static final String MEDIA_TYPE = "application/cloudevents+json; charset=UTF-8";

    private final AddressGuard guard;
    private final HttpSender http;
    private final WebhookConfig config;

    Courier(AddressGuard guard, HttpSender http, WebhookConfig config) {
        this.guard = guard;
        this.http = http;
        this.config = config;
    }

    /**
     * Makes one attempt.
     *
     * @param now the time that is signed
     */
    Answer bring(Delivery delivery, Subscription subscription, Instant now) {
        EndpointUrl url;
        try {
            url = guard.parse(subscription.url());
        } catch (EndpointUrl.Refused e) {
            return Answer.none(new Outcome.Blocked());
        }
        long began = System.nanoTime();
        return switch (guard.check(url)) {
            case Verdict.Blocked blocked -> Answer.none(new Outcome.Blocked());
            case Verdict.Unknown unknown -> Answer.none(new Outcome.Unreachable(Outcome.Fault.DNS_ERROR));
            case Verdict.Allowed allowed -> {
                Duration left = config.timeout().minusNanos(System.nanoTime() - began);
                yield left.isPositive()
                        ? await(send(url, allowed.address(), delivery, subscription, now, left))
                        : Answer.none(new Outcome.Unreachable(Outcome.Fault.TIMEOUT));
            }
        };
    }

    private Future<Answer> send(
            EndpointUrl url,
            InetAddress address,
            Delivery delivery,
            Subscription subscription,
            Instant now,
            Duration left) {
        String signature = StandardWebhookSigner.sign(delivery.event(), now, delivery.body(), subscription.secrets());
        Map<String, String> headers = Map.of(
                StandardWebhookSigner.ID,
                delivery.event(),
                StandardWebhookSigner.TIMESTAMP,
                Long.toString(now.getEpochSecond()),
                StandardWebhookSigner.SIGNATURE,
                signature,
                "Content-Type",
                MEDIA_TYPE,
                "Accept-Encoding",
                "identity",
                "User-Agent",
                "oneping-webhooks/1");
        return http.post(url, address, headers, delivery.body(), left);
    }

    private static Answer await(Future<Answer> answer) {
        return answer.toCompletionStage().toCompletableFuture().join();
    }
}
