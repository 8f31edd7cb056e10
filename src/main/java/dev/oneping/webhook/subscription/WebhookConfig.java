package dev.oneping.webhook.subscription;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configuration of webhook delivery. */
@ConfigMapping(prefix = "oneping.webhook")
public interface WebhookConfig {

    /** The limit of subscriptions per tenant. Each matching one costs a delivery for each event. */
    @WithDefault("100")
    @Min(1)
    int subscriptionsPerTenant();

    /** The time limit of one attempt, from the DNS lookup to the end of the response. */
    @WithDefault("15s")
    Duration timeout();

    /** The number of bytes of a response that are read; then the connection is closed. */
    @WithDefault("8192")
    @Min(0)
    @Max(65_536)
    int responseBytes();

    /**
     * The limit of concurrent attempts to one endpoint. A failing endpoint gets one at a time until it succeeds, so
     * that a dead one occupies almost no resources.
     */
    @WithDefault("16")
    @Min(1)
    @Max(256)
    int concurrency();

    /**
     * The limit of concurrent attempts of this node, over all endpoints. Each costs a connection and some kilobytes
     * while it waits.
     */
    @WithDefault("1024")
    @Min(1)
    int concurrencyInAll();

    /**
     * The number of consecutive failures that open an endpoint's circuit breaker. Its deliveries lose no attempt by
     * that.
     */
    @WithDefault("20")
    @Min(1)
    int breakerFailures();

    /** The first pause of an open circuit breaker; doubled by each failure that follows. */
    @WithDefault("10s")
    Duration breakerPause();

    /** The longest pause of an open circuit breaker. */
    @WithDefault("5m")
    Duration breakerLongestPause();

    /** The time without a success after which a subscription is disabled. */
    @WithDefault("5d")
    Duration disableAfter();

    /**
     * The number of failures within that time that is needed as well, so that a subscription with few events is not
     * disabled by few failures.
     */
    @WithDefault("20")
    @Min(1)
    int disableAfterFailures();

    /** The least duration of a failure whose recovery is published as an event. */
    @WithDefault("5m")
    Duration noteworthyFailure();

    /** The pauses between attempts, about three days in all. */
    @WithDefault("5s,5m,30m,2h,5h,10h,14h,20h,24h")
    List<Duration> pauses();

    /** The time after which an attempt is repeated whose end was never recorded; at least twice the timeout. */
    @WithDefault("30s")
    Duration lease();

    /**
     * The limit of queued deliveries per subscription, at about a kilobyte each. Further events are dropped for this
     * subscription, and counted.
     */
    @WithDefault("100000")
    @Min(1)
    int pendingPerSubscription();

    /** The time for which a delivery can be looked up after it ended. */
    @WithDefault("3d")
    Duration keepEnded();

    /** The time for which a dead delivery can be recovered. */
    @WithDefault("30d")
    Duration keepDeadFor();

    /** The limit of dead deliveries kept per subscription; the oldest are dropped first. */
    @WithDefault("10000")
    @Min(1)
    int keepDead();

    /** The number of characters of an error response that are stored with the attempt. */
    @WithDefault("1024")
    @Min(0)
    @Max(8192)
    int responseCharsKept();

    /** The time for which replaced keys stay active beside the new one, if the request to rotate does not say. */
    @WithDefault("24h")
    Duration overlap();

    /**
     * The DNS name of this service, sent to receivers as {@code WebHook-Request-Origin}; required to ask for their
     * consent.
     */
    Optional<String> origin();

    /**
     * The public URL of this API, like {@code https://oneping.example.com}. A receiver that is asked for consent then
     * gets a URL in {@code WebHook-Request-Callback} to consent later; without it, a receiver must consent at once.
     */
    Optional<String> publicUrl();

    /** The time within which a receiver can consent by the callback. */
    @WithDefault("24h")
    Duration consentWithin();

    /**
     * The proof of consent that a receiver must give before it gets events: {@code none}, {@code options} (the
     * handshake of CloudEvents), or {@code challenge} (it answers a GET with the value of the parameter
     * {@code challenge}).
     */
    @WithDefault("none")
    Proof proof();

    /** The proof of consent for single tenants; overrides {@link #proof()}. */
    Map<String, Proof> tenantProof();

    /** The limit of deliveries per subscription that can be looked up. */
    @WithDefault("1000")
    @Min(10)
    int keepListed();

    /**
     * The limit of subscriptions with attempt metrics of their own; each costs two time series. The others are counted
     * together.
     */
    @WithDefault("100")
    @Min(0)
    int meteredSubscriptions();

    /**
     * Allows endpoints in private networks and on this machine, also without TLS. For development, and for networks
     * where every subscriber is trusted with everything this machine can reach.
     */
    @WithDefault("false")
    boolean dangerousAllowPrivateNetworks();

    /** The proofs of consent. */
    enum Proof {
        /** No proof is required. */
        NONE,
        /** The handshake of the CloudEvents webhook specification. */
        OPTIONS,
        /** The repetition of a challenge. */
        CHALLENGE
    }
}
