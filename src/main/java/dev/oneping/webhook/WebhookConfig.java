package dev.oneping.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;

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

    /** How many deliveries of one subscription can be looked up. */
    @WithDefault("1000")
    @Min(10)
    int keepListed();

    /**
     * Lets subscriptions lead into private networks and to this machine, also without TLS. For development and for
     * networks where every subscriber is trusted with all that can be reached from here.
     */
    @WithDefault("false")
    boolean dangerousAllowPrivateNetworks();
}
