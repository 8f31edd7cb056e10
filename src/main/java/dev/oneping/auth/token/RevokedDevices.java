package dev.oneping.auth.token;

import dev.oneping.auth.AuthConfig;
import dev.oneping.auth.Caller;
import dev.oneping.redis.RedisPipeline;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;

/**
 * The devices whose earlier credentials no longer count, for every node: each with the instant of its revocation. An entry lives
 * as long as the longest token could, so the list does not grow without end. Credentials issued later count again.
 */
@Singleton
class RevokedDevices {

    private final RedisPipeline redis;
    private final AuthConfig config;
    private final Clock clock;

    RevokedDevices(RedisPipeline redis, AuthConfig config, Clock clock) {
        this.redis = redis;
        this.config = config;
        this.clock = clock;
    }

    /** Revokes every credential of a device that was issued until now. */
    Uni<Void> revoke(Caller.Device device) {
        return redis.command(
                        Command.SET,
                        key(device),
                        clock.millis(),
                        "PX",
                        config.maxTokenTtl().toMillis())
                .replaceWithVoid();
    }

    /** Returns whether a credential of this device that was issued then is revoked. */
    Uni<Boolean> isRevoked(Caller.Device device, Instant issuedAt) {
        return redis.command(Command.GET, key(device))
                .map(reply -> !reply.isNil() && issuedAt.toEpochMilli() <= Long.parseLong(reply.text()));
    }

    private static String key(Caller.Device device) {
        return "oneping:revoked:" + device.tenant() + ":" + device.user() + ":" + device.device();
    }
}
