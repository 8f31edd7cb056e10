package dev.oneping.auth;

import dev.oneping.redis.RedisPipeline;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The secret that signs device tokens, the same on every node. It is looked for at the start, not at the first token. */
@Singleton
@Startup
class TokenSecret {

    private static final String KEY = "oneping:token-secret";
    private static final int SHORTEST = 32;

    private final SecretKey key;

    /** @throws IllegalStateException naming the setting, if production has none, or it is too short */
    TokenSecret(RedisPipeline redis, AuthConfig config) {
        String secret = config.tokenSecret().orElseGet(() -> made(redis));
        if (secret.length() < SHORTEST) {
            throw new IllegalStateException("oneping.auth.token-secret must have " + SHORTEST
                    + " characters or more, for it signs every token");
        }
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    SecretKey key() {
        return key;
    }

    private static String made(RedisPipeline redis) {
        if (ConfigUtils.isProfileActive("prod")) {
            throw new IllegalStateException("In production the secret of device tokens must be given, "
                    + "the same to every node: set ONEPING_AUTH_TOKEN_SECRET to 32 characters or more");
        }
        redis.command(Command.SETNX, KEY, Digests.secret(SHORTEST)).await().indefinitely();
        return redis.command(Command.GET, KEY).await().indefinitely().text();
    }
}
