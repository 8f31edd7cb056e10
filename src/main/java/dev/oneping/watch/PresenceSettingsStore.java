package dev.oneping.watch;

import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisPipeline;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Each tenant's presence settings: one hash with one field, {@code presence-settings:{t}}, without expiry. */
@Singleton
class PresenceSettingsStore {

    private static final String WATCHING = "watching";

    private final RedisPipeline redis;

    PresenceSettingsStore(RedisPipeline redis) {
        this.redis = redis;
    }

    /** Returns whose presence users may see; nobody's by default. */
    Uni<WatchPermission> watching(TenantId tenant) {
        return redis.command(Command.HGET, key(tenant), WATCHING)
                .map(reply -> reply.isNil()
                        ? WatchPermission.NOBODY
                        : WatchPermission.valueOf(reply.text().toUpperCase(Locale.ROOT)));
    }

    Uni<Void> allow(TenantId tenant, WatchPermission watching) {
        return redis.command(
                        Command.HSET, key(tenant), WATCHING, watching.name().toLowerCase(Locale.ROOT))
                .replaceWithVoid();
    }

    private static String key(TenantId tenant) {
        return "presence-settings:{" + tenant + "}";
    }
}
