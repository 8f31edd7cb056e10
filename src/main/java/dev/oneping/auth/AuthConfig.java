package dev.oneping.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/** Configuration of authentication. */
@ConfigMapping(prefix = "oneping.auth")
public interface AuthConfig {

    /**
     * The secret that signs device tokens, 32 characters or more, the same on every node. Production does not start
     * without it; otherwise one is generated at the first start and stored in Redis.
     */
    Optional<String> tokenSecret();

    /** The default validity of a device token. */
    @WithDefault("1h")
    Duration tokenTtl();

    /** The longest validity of a device token that can be requested, which is also how long a revocation is remembered. */
    @WithDefault("24h")
    Duration maxTokenTtl();

    /** The validity of a ticket. */
    @WithDefault("30s")
    Duration ticketTtl();

    /** The time for which a node caches an API key. If it misses the message of a deletion, the key stays valid for as long. */
    @WithDefault("30s")
    Duration keyCache();

    /** The limit of API keys per tenant. Two per purpose are enough for rotation. */
    @WithDefault("100")
    int maxKeys();

    /** The limit of parties per tenant that sign device tokens. */
    @WithDefault("10")
    @Min(0)
    @Max(100)
    int maxIssuers();

    /** The time after which the keys of an issuer that publishes them are fetched again. A key that is withdrawn counts for as long. */
    @WithDefault("10m")
    Duration jwksFresh();

    /**
     * The sustained limit of requests per second of an API key on one node. More than an app needs, less than a runaway
     * loop sends.
     */
    @WithDefault("20000")
    @Min(1)
    @Max(1_000_000)
    int requestsPerSecond();

    /** The burst of requests that an API key may make on top of the rate. */
    @WithDefault("40000")
    @Min(1)
    @Max(10_000_000)
    int requestBurst();

    /**
     * Sustained number of requests per second that a device may make with its token, on one node; its user may make four times
     * as many. A device that polls makes a handful.
     */
    @WithDefault("50")
    @Min(1)
    @Max(100_000)
    int deviceRequestsPerSecond();

    /** Burst of requests that a device may make. */
    @WithDefault("200")
    @Min(1)
    @Max(1_000_000)
    int deviceRequestBurst();

    /**
     * Sustained number of requests and connects per second with a wrong credential, or connects without one, that are examined
     * from one address; the excess is refused with 429. Devices with a valid token, and API keys that this node has seen within
     * the last hour, are not affected, since many callers may share the address of a proxy.
     */
    @WithDefault("20")
    @Min(1)
    @Max(100_000)
    int refusalsPerSecond();

    /** Burst of such requests and connects. */
    @WithDefault("100")
    @Min(1)
    @Max(1_000_000)
    int refusalBurst();
}
