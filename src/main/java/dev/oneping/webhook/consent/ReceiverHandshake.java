package dev.oneping.webhook.consent;

import dev.oneping.model.TenantId;
import dev.oneping.outbound.guard.AddressGuard;
import dev.oneping.outbound.guard.EndpointUrl;
import dev.oneping.outbound.http.CallOutcome;
import dev.oneping.outbound.http.HttpSender;
import dev.oneping.outbound.http.OutboundResponse;
import dev.oneping.webhook.delivery.WebhookSender;
import dev.oneping.webhook.subscription.SubscriptionRef;
import dev.oneping.webhook.subscription.WebhookConfig;
import dev.oneping.webhook.subscription.WebhookConfig.Proof;
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
 * Asks a receiver whether it wants events, so that the service cannot be used to flood third parties.
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
    private final WebhookSender sender;
    private final AddressGuard guard;
    private final HttpSender http;
    private final WebhookConfig config;
    private final SecureRandom random = new SecureRandom();

    /** Creates the handshake. Fails the start if the configuration requires OPTIONS without an origin. */
    ReceiverHandshake(
            ConsentStore consents, WebhookSender sender, AddressGuard guard, HttpSender http, WebhookConfig config) {
        this.consents = consents;
        this.sender = sender;
        this.guard = guard;
        this.http = http;
        this.config = config;
        boolean asks = config.proof() == Proof.OPTIONS || config.tenantProof().containsValue(Proof.OPTIONS);
        if (asks && config.origin().isEmpty()) {
            throw new ConfigurationException("oneping.webhook.proof is 'options', which sends the origin of the "
                    + "request: set oneping.webhook.origin to the DNS name of this service.");
        }
    }

    /** Returns the proof of consent that a tenant's receivers must give. */
    Proof proof(TenantId tenant) {
        return config.tenantProof().getOrDefault(tenant.value(), config.proof());
    }

    /** Asks the receiver and blocks until it has answered. */
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
        return sender.guarded(
                url, PATIENCE, (addresses, left) -> http.call(method, url, addresses, all, new byte[0], left));
    }

    /**
     * The receiver's answer.
     *
     * @param rate the deliveries a minute that it allows, if it set a limit
     * @param why  the reason in one sentence, if it did not consent
     */
    record Consent(boolean given, OptionalInt rate, String why) {

        private static final Pattern RATE = Pattern.compile("[1-9][0-9]{0,8}");

        /** Creates a consent with a rate limit; without a limit if the value is not a number. */
        static Consent at(@Nullable String rate) {
            String limit = rate == null ? "*" : rate.strip();
            return new Consent(
                    true,
                    RATE.matcher(limit).matches() ? OptionalInt.of(Integer.parseInt(limit)) : OptionalInt.empty(),
                    "");
        }
    }
}
