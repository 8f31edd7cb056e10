package dev.oneping.notify.ruleset;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.change.CommitResult;
import dev.oneping.change.VersionedStore;
import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import dev.oneping.redis.StoredJson;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tenants' rules in Redis: {@code {rules}:book:<tenant>} is a hash of the last versions by number, and of the
 * highest {@code number}; {@code {rules}:active} holds the active version of each tenant, so that every node detects
 * changes with one read. Both are bounded, and do not expire, because rules are configuration.
 */
@Singleton
public class RuleSetStore {

    private static final Script PUBLISH = Script.load("notify/publish.lua");
    private static final String ACTIVE = "{rules}:active";
    private static final String NUMBER = "number";

    private final RedisPipeline redis;
    private final RulesConfig config;
    private final StoredJson json;

    RuleSetStore(RedisPipeline redis, RulesConfig config, ObjectMapper json) {
        this.redis = redis;
        this.config = config;
        this.json = new StoredJson(json);
    }

    /** Returns a tenant's rules as a versioned state: the number of the newest version, and the version that follows. */
    public VersionedStore<Long, RuleSetVersion, RuleSetVersion> numbered(TenantId tenant) {
        return new VersionedStore<>() {

            @Override
            public Uni<Optional<Long>> load() {
                return newest(tenant).map(Optional::of);
            }

            @Override
            public Uni<CommitResult<Long, RuleSetVersion>> commit(Long before, RuleSetVersion next, Instant now) {
                return publish(tenant, next);
            }
        };
    }

    /** Activates a version, if its number is one more than that of the newest version. */
    public Uni<CommitResult<Long, RuleSetVersion>> publish(TenantId tenant, RuleSetVersion next) {
        return redis.run(
                        PUBLISH,
                        List.of(key(tenant), ACTIVE),
                        List.of(tenant, next.number(), json.write(next), config.versionsKept()))
                .map(reply -> switch (reply.tag()) {
                    case "published" -> new CommitResult.Committed<>(next);
                    case "conflict" -> new CommitResult.Conflict<>(reply.number(1));
                    default -> throw new IllegalStateException("publish.lua answered " + reply.tag());
                });
    }

    /** Deactivates a tenant's rules; the stored versions are kept. Returns whether any were active. */
    public Uni<Boolean> retire(TenantId tenant) {
        return redis.command(Command.HDEL, ACTIVE, tenant).map(reply -> reply.number() == 1);
    }

    /** Returns the active version of each tenant that has rules of its own. */
    public Uni<Map<TenantId, Long>> active() {
        return redis.command(Command.HGETALL, ACTIVE).map(reply -> {
            Map<TenantId, Long> active = new HashMap<>();
            reply.map().forEach((tenant, number) -> active.put(new TenantId(tenant), Long.parseLong(number)));
            return active;
        });
    }

    /** Returns the number of the newest version, active or not; 0 if there is none. */
    public Uni<Long> newest(TenantId tenant) {
        return redis.command(Command.HGET, key(tenant), NUMBER)
                .map(reply -> reply.isNil() ? 0 : Long.parseLong(reply.text()));
    }

    /** Returns one version; empty if it never existed or was dropped. */
    public Uni<Optional<RuleSetVersion>> find(TenantId tenant, long number) {
        return redis.command(Command.HGET, key(tenant), number)
                .map(reply ->
                        reply.isNil() ? Optional.empty() : Optional.of(json.read(reply.text(), RuleSetVersion.class)));
    }

    /** Returns all stored versions, newest first. */
    public Uni<List<RuleSetVersion>> all(TenantId tenant) {
        return redis.command(Command.HGETALL, key(tenant))
                .map(reply -> reply.map().entrySet().stream()
                        .filter(entry -> !entry.getKey().equals(NUMBER))
                        .map(entry -> json.read(entry.getValue(), RuleSetVersion.class))
                        .sorted(Comparator.comparingLong(RuleSetVersion::number).reversed())
                        .toList());
    }

    private static String key(TenantId tenant) {
        return "{rules}:book:" + tenant;
    }
}
