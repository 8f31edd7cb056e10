package dev.oneping.webhook;

import dev.oneping.model.TenantId;
import dev.oneping.outbound.guard.AddressGuard;
import dev.oneping.outbound.guard.EndpointUrl;
import dev.oneping.outbound.http.CallOutcome;
import dev.oneping.outbound.http.HttpSender;
import dev.oneping.outbound.http.OutboundResponse;
import dev.oneping.webhook.WebhookConfig.Proof;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks a receiver whether it wants events at all, so that nobody can have us call a stranger.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md">CloudEvents webhooks,
 *     section 4, abuse protection</a>
 */
@Singleton
@Startup
class ReceiverHandshake {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int CHALLENGE_BYTES = 24;
    private static final int DEFAULT_RATE = 60_000;

    private final ConsentStore consents;
    private final WebhookSender courier;
    private final AddressGuard guard;
    private final HttpSender http;
    private final WebhookConfig config;
    private final SecureRandom random = new SecureRandom();

    /** A configuration that will not do ends the start with one sentence. */
    ReceiverHandshake(
            ConsentStore consents, WebhookSender courier, AddressGuard guard, HttpSender http, WebhookConfig config) {
        this.consents = consents;
        this.courier = courier;
        this.guard = guard;
        this.http = http;
        this.config = config;
        boolean asks = config.proof() == Proof.OPTIONS || config.tenantProof().containsValue(Proof.OPTIONS);
        if (asks && config.origin().isEmpty()) {
            throw new ConfigurationException("Receivers are to be asked by OPTIONS, which says who asks: set "
                    + "oneping.webhook.origin to the DNS name of this service.");
        }
    }

    /** How a tenant's receivers must agree. */
    Proof proof(TenantId tenant) {
        return config.tenantProof().getOrDefault(tenant.value(), config.proof());
    }

    /** Asks, and blocks until the receiver has answered. */
    Consent ask(SubscriptionRef subscription, String url, @Nullable Integer rate) {
        return switch (proof(subscription.tenant())) {
            case NONE -> Consent.at(null);
            case OPTIONS -> byOptions(subscription, url, rate == null ? DEFAULT_RATE : rate);
            case CHALLENGE -> byChallenge(url);
        };
    }

    private Consent byOptions(SubscriptionRef subscription, String url, int rate) {
        String origin = config.origin().orElseThrow();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("WebHook-Request-Origin", origin);
        headers.put("WebHook-Request-Rate", Integer.toString(rate));
        consents.open(subscription, url)
                .await()
                .indefinitely()
                .ifPresent(callback -> headers.put("WebHook-Request-Callback", callback));
        OutboundResponse answer = call(HttpMethod.OPTIONS, url, headers);
        String allowed = answer.consent().getOrDefault("webhook-allowed-origin", "");
        if (!(answer.outcome() instanceof CallOutcome.Delivered) || !(allowed.equals("*") || allowed.equals(origin))) {
            return new Consent(
                    false,
                    OptionalInt.empty(),
                    "OPTIONS was answered with " + answer.outcome().code() + " and without 'WebHook-Allowed-Origin: "
                            + origin + "' or '*'.");
        }
        return Consent.at(answer.consent().get("webhook-allowed-rate"));
    }

    private Consent byChallenge(String url) {
        byte[] bytes = new byte[CHALLENGE_BYTES];
        random.nextBytes(bytes);
        String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        OutboundResponse answer =
                call(HttpMethod.GET, url + (url.contains("?") ? "&" : "?") + "challenge=" + challenge, Map.of());
        boolean repeated = challenge.equals(String.valueOf(answer.body()).strip());
        return new Consent(
                answer.outcome() instanceof CallOutcome.Delivered && repeated,
                OptionalInt.empty(),
                "GET with the parameter 'challenge' was answered with "
                        + answer.outcome().code() + " and not with that challenge as the body.");
    }

    private OutboundResponse call(HttpMethod method, String text, Map<String, String> headers) {
        EndpointUrl url;
        try {
            url = guard.parse(text);
        } catch (EndpointUrl.Refused e) {
            return OutboundResponse.none(new CallOutcome.Blocked());
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Accept-Encoding", "identity");
        all.put("User-Agent", "oneping-webhooks/1");
        return courier.guarded(
                url, PATIENCE, (address, left) -> http.call(method, url, address, all, new byte[0], left));
    }

    /**
     * What the receiver said.
     *
     * @param rate how many deliveries a minute it allows, if it said so
     * @param why  one sentence, where it did not agree
     */
    record Consent(boolean given, OptionalInt rate, String why) {

        private static final Pattern RATE = Pattern.compile("[1-9][0-9]{0,8}");

        /** It agreed, to that many deliveries a minute; to any number where it says nothing that is one. */
        static Consent at(@Nullable String rate) {
            String limit = rate == null ? "*" : rate.strip();
            return new Consent(
                    true,
                    RATE.matcher(limit).matches() ? OptionalInt.of(Integer.parseInt(limit)) : OptionalInt.empty(),
                    "");
        }
    }
}
