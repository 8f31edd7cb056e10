package dev.oneping.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How events are delivered by webhook. */
@ConfigMapping(prefix = "oneping.webhook")
public interface WebhookConfig {

    /** How many subscriptions a tenant may have. Each matching one costs a delivery for each event. */
    @WithDefault("100")
    @Min(1)
    int subscriptionsPerTenant();

    /** How long one attempt may take, from the look-up of the name to the end of the answer. */
    @WithDefault("15s")
    Duration timeout();

    /** How much of an answer is read and kept; then the connection is closed. */
    @WithDefault("8192")
    @Min(0)
    @Max(65_536)
    int responseBytes();

    /**
     * How many attempts to one endpoint may be under way at once. An endpoint that fails gets one at a time until it
     * succeeds, so that a dead one holds next to nothing.
     */
    @WithDefault("16")
    @Min(1)
    @Max(256)
    int concurrency();

    /**
     * How many attempts this node may make at once, over all endpoints. Each costs a connection and some kilobytes while
     * it waits.
     */
    @WithDefault("1024")
    @Min(1)
    int concurrencyInAll();

    /** After how many failures in a row an endpoint is left alone for a while. Its deliveries lose no attempt by that. */
    @WithDefault("20")
    @Min(1)
    int breakerFailures();

    /** For how long it is left alone at first; doubled by each failure that follows. */
    @WithDefault("10s")
    Duration breakerPause();

    /** The longest that it is left alone. */
    @WithDefault("5m")
    Duration breakerLongestPause();

    /** After how long without a success a subscription is disabled. */
    @WithDefault("5d")
    Duration disableAfter();

    /** And after how many failures in that time, so that one that gets little is not judged by little. */
    @WithDefault("20")
    @Min(1)
    int disableAfterFailures();

    /** How long an endpoint must have failed for its recovery to be told. */
    @WithDefault("5m")
    Duration noteworthyFailure();

    /** The pauses between attempts, about three days in all. */
    @WithDefault("5s,5m,30m,2h,5h,10h,14h,20h,24h")
    List<Duration> pauses();

    /** After how long an attempt whose end was never recorded is made again; at least twice the timeout. */
    @WithDefault("30s")
    Duration lease();

    /**
     * How many deliveries may wait for one subscription, at about a kilobyte each. What comes on top of them is left out
     * for this subscription, and counted.
     */
    @WithDefault("100000")
    @Min(1)
    int pendingPerSubscription();

    /** How long a delivery can be looked up after it ended. */
    @WithDefault("3d")
    Duration keepEnded();

    /** How long a dead delivery can be recovered. */
    @WithDefault("30d")
    Duration keepDeadFor();

    /** How many dead deliveries of one subscription can be recovered; the oldest go first. */
    @WithDefault("10000")
    @Min(1)
    int keepDead();

    /** How much of an answer that was no success is kept with an attempt, in characters. */
    @WithDefault("1024")
    @Min(0)
    @Max(8192)
    int responseCharsKept();

    /** How long replaced keys go on signing beside the new one, if whoever replaces them does not say. */
    @WithDefault("24h")
    Duration overlap();

    /** The DNS name that receivers are told we are, in {@code WebHook-Request-Origin}; needed to ask for their consent. */
    Optional<String> origin();

    /**
     * Where the internet reaches this API, like {@code https://oneping.example.com}. A receiver that is asked is then told
     * where it can consent later, in {@code WebHook-Request-Callback}; without it, a receiver must consent at once.
     */
    Optional<String> publicUrl();

    /** How long a receiver may take to consent by calling back. */
    @WithDefault("24h")
    Duration consentWithin();

    /**
     * How a receiver must show that it wants events before it gets any: {@code none}, {@code options} (the handshake of
     * CloudEvents), or {@code challenge} (it answers a GET with what the parameter {@code challenge} says).
     */
    @WithDefault("none")
    Proof proof();

    /** The same for single tenants. */
    Map<String, Proof> tenantProof();

    /** How many deliveries of one subscription can be looked up. */
    @WithDefault("1000")
    @Min(10)
    int keepListed();

    /**
     * How many subscriptions a node counts attempts for under their own names; each costs the metrics two series. The
     * others are counted together.
     */
    @WithDefault("100")
    @Min(0)
    int meteredSubscriptions();

    /**
     * Lets subscriptions lead into private networks and to this machine, also without TLS. For development and for
     * networks where every subscriber is trusted with all that can be reached from here.
     */
    @WithDefault("false")
    boolean dangerousAllowPrivateNetworks();

    /** How a receiver shows that it wants events. */
    enum Proof {
        /** It need not. */
        NONE,
        /** By the handshake of the CloudEvents webhook specification. */
        OPTIONS,
        /** By repeating a challenge. */
        CHALLENGE
    }
}
