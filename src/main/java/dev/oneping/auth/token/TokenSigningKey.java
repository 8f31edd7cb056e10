package dev.oneping.auth.token;

import dev.oneping.auth.AuthConfig;
import dev.oneping.auth.RandomSecrets;
import dev.oneping.redis.RedisPipeline;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The secret that signs device tokens, the same on every node. Loaded at the start, not with the first token. */
@Singleton
@Startup(RedisPipeline.NEXT)
class TokenSigningKey {

    private static final String KEY = "oneping:token-secret";
    private static final int SHORTEST = 32;

    private final SecretKey key;

    /** Loads the secret. Fails the start if it is missing or too short. */
    TokenSigningKey(RedisPipeline redis, AuthConfig config) {
        String secret = choose(config.tokenSecret(), ConfigUtils.isProfileActive("prod"), () -> made(redis));
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    SecretKey key() {
        return key;
    }

    static String choose(Optional<String> configured, boolean production, Supplier<String> made) {
        if (configured.isEmpty() && production) {
            throw new ConfigurationException("In production the secret of device tokens is required, the same on every "
                    + "node: set ONEPING_AUTH_TOKEN_SECRET to " + SHORTEST + " characters or more.");
        }
        String secret = configured.orElseGet(made);
        if (secret.length() < SHORTEST) {
            throw new ConfigurationException("oneping.auth.token-secret must have " + SHORTEST
                    + " characters or more, because it signs every token.");
        }
        return secret;
    }

    /** Generates the secret on the first node that starts; all nodes then read the same one. */
    private static String made(RedisPipeline redis) {
        redis.command(Command.SETNX, KEY, RandomSecrets.secret(SHORTEST))
                .await()
                .indefinitely();
        return redis.command(Command.GET, KEY).await().indefinitely().text();
    }
}
