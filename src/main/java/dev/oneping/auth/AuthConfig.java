package dev.oneping.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How callers are known. */
@ConfigMapping(prefix = "oneping.auth")
public interface AuthConfig {

    /**
     * Signs device tokens; at least 32 characters, the same on every node. In production it must be given; elsewhere one
     * is made at the first start and kept in Redis. A new one makes every token invalid.
     */
    Optional<String> tokenSecret();

    /** How long a device token is good if the app does not say. Short, for a token cannot be taken back. */
    @WithDefault("1h")
    Duration tokenTtl();

    /** The longest time that an app may ask for. */
    @WithDefault("24h")
    Duration maxTokenTtl();

    /** How long a ticket waits to be used. It stands in a URL, so it may end in a log: seconds, not minutes. */
    @WithDefault("30s")
    Duration ticketTtl();

    /** How long a node trusts what it read of a key: a key that was taken back works this long elsewhere. */
    @WithDefault("30s")
    Duration keyCache();

    /** How many API keys a tenant may have. */
    @WithDefault("100")
    int maxKeys();
}
