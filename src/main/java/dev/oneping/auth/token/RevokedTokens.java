package dev.oneping.auth.token;

import dev.oneping.auth.AuthConfig;
import dev.oneping.model.DeviceId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.NodeChannel;
import dev.oneping.redis.RedisPipeline;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of users that no longer count, for every node: {@code oneping:revoked-tokens:<tenant>:<user>} holds the instant until
 * which all tokens of the user were revoked, and the ids of single ones. It lives as long as the longest token could. Devices are in
 * {@link RevokedDevices}.
 */
@Singleton
class RevokedTokens {

    private static final String TOPIC = "revoked-tokens";
    private static final String WHOLE = "user";
    private static final String ONE = "id:";
    private static final int PARTS = 4;

    private final RedisPipeline redis;
    private final NodeChannel nodes;
    private final Event<TokensRevoked> revoked;
    private final AuthConfig config;
    private final Clock clock;

    RevokedTokens(
            RedisPipeline redis, NodeChannel nodes, Event<TokensRevoked> revoked, AuthConfig config, Clock clock) {
        this.redis = redis;
        this.nodes = nodes;
        this.revoked = revoked;
        this.config = config;
        this.clock = clock;
    }

    void listen(@Observes StartupEvent ignored) {
        nodes.listenToBroadcasts(TOPIC, message -> {
            String[] parts = message.split(" ", PARTS);
            revoked.fire(new TokensRevoked(
                    new UserRef(new TenantId(parts[0]), new UserId(parts[1])),
                    parts[2].isEmpty() ? null : new DeviceId(parts[2]),
                    parts[3].isEmpty() ? null : parts[3]));
        });
    }

    /** Revokes every token and ticket of a user that was issued until now. */
    Uni<Void> revoke(UserRef user) {
        return write(user, WHOLE);
    }

    /** Revokes one token, by its id. */
    Uni<Void> revoke(UserRef user, String tokenId) {
        return write(user, ONE + tokenId);
    }

    private Uni<Void> write(UserRef user, String field) {
        return redis.command(Command.HSET, key(user), field, clock.millis())
                .chain(() -> redis.command(
                        Command.PEXPIRE, key(user), config.maxTokenTtl().toMillis()))
                .replaceWithVoid();
    }

    /** Has every node end what the revoked tokens opened. */
    Uni<Void> broadcast(UserRef user, @Nullable DeviceId device, @Nullable String tokenId) {
        return nodes.broadcast(
                TOPIC,
                user.tenant() + " " + user.user() + " " + (device == null ? "" : device) + " "
                        + (tokenId == null ? "" : tokenId));
    }

    /** Returns whether a token of this user that was issued then is revoked. */
    Uni<Boolean> isRevoked(UserRef user, Instant issuedAt, @Nullable String tokenId) {
        return redis.command(Command.HMGET, key(user), WHOLE, ONE + tokenId)
                .map(reply -> !reply.isNil(1) || (!reply.isNil(0) && issuedAt.toEpochMilli() <= reply.number(0)));
    }

    private static String key(UserRef user) {
        return "oneping:revoked-tokens:" + user.tenant() + ":" + user.user();
    }
}
