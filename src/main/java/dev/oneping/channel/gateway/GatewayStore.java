package dev.oneping.channel.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.auth.SecretBox;
import dev.oneping.model.TenantId;
import dev.oneping.outbound.sign.SigningKey;
import dev.oneping.redis.BoundedHash;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.StoredJson;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Gateways in Redis: one hash for each tenant, {@code gateways:<tenant>}, with one field for each channel. It is
 * configuration and does not expire; the number per tenant is bounded.
 */
@Singleton
class GatewayStore {

    private final RedisPipeline redis;
    private final SecretBox box;
    private final StoredJson json;

    GatewayStore(RedisPipeline redis, SecretBox box, ObjectMapper json) {
        this.redis = redis;
        this.box = box;
        this.json = new StoredJson(json);
    }

    Uni<Optional<Gateway>> find(TenantId tenant, String channel) {
        return redis.command(Command.HGET, key(tenant), channel)
                .map(reply -> reply.isNil() ? Optional.empty() : Optional.of(read(tenant, channel, reply.text())));
    }

    Uni<List<Gateway>> all(TenantId tenant) {
        return redis.command(Command.HGETALL, key(tenant))
                .map(reply -> reply.map().entrySet().stream()
                        .map(entry -> read(tenant, entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparing(Gateway::channel))
                        .toList());
    }

    /** Stores a gateway; false if it is new and the tenant has {@code limit} already. */
    Uni<Boolean> put(TenantId tenant, Gateway gateway, int limit) {
        String sealed = box.seal(gateway.key().reveal(), place(tenant, gateway.channel()));
        String text = json.write(new Stored(gateway.url(), sealed, gateway.created()));
        return BoundedHash.put(redis, key(tenant), gateway.channel(), text, limit)
                .map(result -> result != BoundedHash.Result.FULL);
    }

    /** Removes a gateway; false if there was none. */
    Uni<Boolean> remove(TenantId tenant, String channel) {
        return redis.command(Command.HDEL, key(tenant), channel).map(reply -> reply.number() == 1);
    }

    private Gateway read(TenantId tenant, String channel, String text) {
        Stored stored = json.read(text, Stored.class);
        SigningKey key = SigningKey.parse(box.open(stored.key(), place(tenant, channel)));
        return new Gateway(channel, stored.url(), key, stored.created());
    }

    private static String key(TenantId tenant) {
        return "gateways:" + tenant;
    }

    private static String place(TenantId tenant, String channel) {
        return "gateway:" + tenant + ":" + channel;
    }

    /**
     * The stored form of a gateway.
     *
     * @param key the encrypted key
     */
    record Stored(String url, String key, Instant created) {}
}
