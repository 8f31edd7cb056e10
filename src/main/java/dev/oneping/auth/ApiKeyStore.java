package dev.oneping.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * API keys in Redis: each under {@code auth:key:<id>}, and the ids of a tenant in the set {@code auth:keys:<tenant>}. They
 * stay until they are taken back; a tenant has at most {@link AuthConfig#maxKeys()}.
 *
 * <p>A key counts only if it has its record. So the id is listed before the record is written, and the record is removed
 * before the id: a process that dies in between leaves an id that leads nowhere, never a key that nobody sees.
 */
@Singleton
class ApiKeyStore {

    private final RedisPipeline redis;
    private final ObjectMapper json;

    ApiKeyStore(RedisPipeline redis, ObjectMapper json) {
        this.redis = redis;
        this.json = json;
    }

    Uni<Void> put(ApiKey key) {
        return redis.command(Command.SADD, list(key.tenant()), key.id())
                .chain(() -> redis.command(Command.SET, record(key.id()), write(key)))
                .replaceWithVoid();
    }

    Uni<Optional<ApiKey>> find(String id) {
        return redis.command(Command.GET, record(id)).map(this::read);
    }

    Uni<List<ApiKey>> all(TenantId tenant) {
        return ids(tenant)
                .chain(ids -> ids.isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : Uni.join()
                                .all(ids.stream().map(this::find).toList())
                                .andFailFast()
                                .map(keys ->
                                        keys.stream().flatMap(Optional::stream).toList()));
    }

    /** Whether the tenant had such a key. */
    Uni<Boolean> remove(TenantId tenant, String id) {
        return find(id).chain(found ->
                found.filter(key -> key.tenant().equals(tenant)).isEmpty()
                        ? Uni.createFrom().item(false)
                        : redis.command(Command.DEL, record(id))
                                .chain(() -> redis.command(Command.SREM, list(tenant), id))
                                .replaceWith(true));
    }

    private Uni<List<String>> ids(TenantId tenant) {
        return redis.command(Command.SMEMBERS, list(tenant)).map(Reply::texts);
    }

    private static String record(String id) {
        return "auth:key:" + id;
    }

    private static String list(TenantId tenant) {
        return "auth:keys:" + tenant;
    }

    private String write(ApiKey key) {
        try {
            return json.writeValueAsString(key);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an API key must be writable as JSON", e);
        }
    }

    private Optional<ApiKey> read(Reply reply) {
        try {
            return reply.isNil() ? Optional.empty() : Optional.of(json.readValue(reply.text(), ApiKey.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what we wrote must be readable", e);
        }
    }
}
