package dev.oneping.auth;

import dev.oneping.redis.RedisPipeline;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.redis.client.Command;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The secret that signs device tokens. Settled at the start, so that a wrong configuration is seen then. */
@Singleton
@Startup
class TokenSecret {

    private static final String SETTING = "oneping.auth.token-secret";
    private static final String KEY = "auth:token-secret";
    private static final int SHORTEST = 32;
    private static final int BYTES = 32;

    private final AuthConfig config;
    private final RedisPipeline redis;
    private @Nullable SecretKey key;

    TokenSecret(AuthConfig config, RedisPipeline redis) {
        this.config = config;
        this.redis = redis;
    }

    SecretKey key() {
        SecretKey settled = key;
        if (settled == null) {
            throw new IllegalStateException("the token secret is settled at the start");
        }
        return settled;
    }

    @PostConstruct
    void settle() {
        String text = choose(config.tokenSecret(), ConfigUtils.isProfileActive("prod"), this::kept);
        key = new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    static String choose(Optional<String> configured, boolean production, Supplier<String> kept) {
        if (configured.isEmpty() && production) {
            throw new ConfigurationException(
                    "In production oneping needs a secret of its own to sign device tokens: set "
                            + "ONEPING_AUTH_TOKEN_SECRET (" + SETTING + ") to at least " + SHORTEST
                            + " random characters.");
        }
        String text = configured.orElseGet(kept);
        if (text.length() < SHORTEST) {
            throw new ConfigurationException(SETTING + " must have at least " + SHORTEST + " characters.");
        }
        return text;
    }

    /** Whichever node comes first makes it; all nodes then read the same. */
    private String kept() {
        return redis.command(Command.SETNX, KEY, Secret.randomHex(BYTES))
                .chain(() -> redis.command(Command.GET, KEY))
                .await()
                .indefinitely()
                .text();
    }
}
