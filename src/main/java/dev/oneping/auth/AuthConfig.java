package dev.oneping.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/** How callers prove who they are. */
@ConfigMapping(prefix = "oneping.auth")
public interface AuthConfig {

    /**
     * The secret that signs device tokens, 32 characters or more, the same on every node. Production does not start
     * without it; elsewhere one is made at the first start and kept in Redis.
     */
    Optional<String> tokenSecret();

    /** How long a device token is good if its issuer does not say. */
    @WithDefault("1h")
    Duration tokenTtl();

    /** The longest that an issuer may ask for: a token cannot be taken back. */
    @WithDefault("24h")
    Duration maxTokenTtl();

    /** How long a ticket may take from the app to the socket. */
    @WithDefault("30s")
    Duration ticketTtl();

    /** How long a node believes in an API key without asking again. A key that was deleted works for as long. */
    @WithDefault("30s")
    Duration keyCache();

    /** How many API keys a tenant may have. Two for each use are enough to change one for the other. */
    @WithDefault("100")
    int maxKeys();

    /**
     * How many requests an API key may make in a second, in the long run, on one node. More than an app needs, less than what
     * a loop that went wrong would send.
     */
    @WithDefault("20000")
    @Min(1)
    @Max(1_000_000)
    int requestsPerSecond();

    /** How many requests an API key may make at once before the rate begins to count. */
    @WithDefault("40000")
    @Min(1)
    @Max(10_000_000)
    int requestBurst();
}
