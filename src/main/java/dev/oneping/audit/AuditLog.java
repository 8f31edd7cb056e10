package dev.oneping.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.StoredJson;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The administrative acts of each tenant, the oldest first, in the stream {@code audit:{tenant}}: limited in number and in age, and
 * gone when the tenant has done nothing for as long as acts are kept.
 */
@Singleton
public class AuditLog {

    private static final String DOCUMENT = "doc";

    private final RedisPipeline redis;
    private final StoredJson json;
    private final AuditConfig config;
    private final Clock clock;

    /** Creates the log. */
    public AuditLog(RedisPipeline redis, ObjectMapper json, AuditConfig config, Clock clock) {
        this.redis = redis;
        this.json = new StoredJson(json);
        this.config = config;
        this.clock = clock;
    }

    /** Appends an act. */
    public Uni<Void> append(TenantId tenant, AuditEntry entry) {
        String key = key(tenant);
        return redis.command(Command.XADD, key, "MAXLEN", "~", config.entries(), "*", DOCUMENT, json.write(entry))
                .chain(() -> redis.command(Command.XTRIM, key, "MINID", "~", oldest()))
                .chain(() -> redis.command(Command.PEXPIRE, key, config.kept().toMillis()))
                .replaceWithVoid();
    }

    /**
     * Reads acts, the oldest first.
     *
     * @param after the cursor of the last one that is known; null for the beginning
     * @param since when the first one was done at the earliest; null for the beginning
     */
    public Uni<List<Numbered>> read(TenantId tenant, @Nullable String after, @Nullable Instant since, int limit) {
        if (since != null && since.isAfter(clock.instant())) {
            return Uni.createFrom().item(List.of());
        }
        Instant earliest = since == null || since.isBefore(Instant.EPOCH) ? Instant.EPOCH : since;
        long begin = Math.max(oldest(), earliest.toEpochMilli());
        String from = after == null || millis(after) < begin ? Long.toString(begin) : "(" + after;
        return redis.command(Command.XRANGE, key(tenant), from, "+", "COUNT", limit)
                .map(reply -> reply.items().stream().map(this::numbered).toList());
    }

    private Numbered numbered(Reply item) {
        return new Numbered(item.text(0), json.read(item.at(1).map().getOrDefault(DOCUMENT, ""), AuditEntry.class));
    }

    private long oldest() {
        return Math.max(0, clock.millis() - config.kept().toMillis());
    }

    private static long millis(String cursor) {
        return Long.parseLong(cursor.substring(0, cursor.indexOf('-')));
    }

    private static String key(TenantId tenant) {
        return "audit:{" + tenant + "}";
    }

    /** An act with its cursor. */
    public record Numbered(String cursor, AuditEntry entry) {}
}
