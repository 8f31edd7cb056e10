package dev.oneping.auth.key;

import dev.oneping.auth.AuthConfig;
import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.tenant.TenantLimits;
import dev.oneping.tenant.TenantUsage;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;

/** The number of API keys of a tenant, with the configured limits of keys. */
@Singleton
class ApiKeyCount implements TenantUsage {

    private final RedisPipeline redis;
    private final AuthConfig config;

    ApiKeyCount(RedisPipeline redis, AuthConfig config) {
        this.redis = redis;
        this.config = config;
    }

    @Override
    public String counted() {
        return "keys";
    }

    @Override
    public Uni<Long> count(TenantId tenant) {
        return redis.command(Command.HLEN, ApiKeys.index(tenant)).map(Reply::number);
    }

    @Override
    public TenantLimits configured() {
        return new TenantLimits(null, config.requestsPerSecond(), null, null, config.maxKeys());
    }
}
