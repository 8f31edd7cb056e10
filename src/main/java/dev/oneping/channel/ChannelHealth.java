package dev.oneping.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.stats.StatName;
import dev.oneping.stats.TenantCounters;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The health of each channel of a tenant: the last message that its provider accepted, and the last one that it did not, with
 * the reason. Kept in {@code channel-health:{tenant}}, to which a node writes the same result at most once in a while.
 */
@Singleton
public class ChannelHealth {

    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int REMEMBERED = 10_000;
    private static final String ACCEPTED = "accepted";
    private static final String FAILED = "failed";

    private final RedisPipeline redis;
    private final TenantCounters counters;
    private final Clock clock;
    private final Cache<String, Boolean> written = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(REMEMBERED)
            .expireAfterWrite(REST)
            .build();

    ChannelHealth(RedisPipeline redis, TenantCounters counters, Clock clock) {
        this.redis = redis;
        this.counters = counters;
        this.clock = clock;
    }

    /**
     * Records a provider's result.
     *
     * @param channel the channel as users address it, or the push service
     * @param kind    the same from a closed set, for the statistics
     */
    void record(TenantId tenant, String channel, String kind, SendResult result) {
        counters.increment(tenant, StatName.of(StatName.SENT, kind + ":" + OutcomeLabels.name(result)));
        String field = channel + (result instanceof SendResult.Accepted ? ":" + ACCEPTED : ":" + FAILED);
        String reason = reason(result);
        if (written.asMap().putIfAbsent(tenant + " " + field + " " + reason, true) == null) {
            redis.command(Command.HSET, key(tenant), field, clock.instant() + " " + reason)
                    .chain(() -> redis.command(Command.PEXPIRE, key(tenant), KEPT.toMillis()))
                    .subscribe()
                    .with(done -> {}, failure -> {});
        }
    }

    /** Reads the health of a tenant's channels, by channel. */
    public Uni<Map<String, Health>> read(TenantId tenant) {
        return redis.command(Command.HGETALL, key(tenant)).map(reply -> {
            Map<String, Health> all = new HashMap<>();
            reply.map().forEach((field, value) -> {
                int colon = field.lastIndexOf(':');
                int space = value.indexOf(' ');
                Instant at = Instant.parse(value.substring(0, space));
                Health health = field.endsWith(ACCEPTED)
                        ? new Health(at, null, null)
                        : new Health(null, at, value.substring(space + 1));
                all.merge(field.substring(0, colon), health, Health::and);
            });
            return all;
        });
    }

    private static String reason(SendResult result) {
        return switch (result) {
            case SendResult.Accepted ignored -> "";
            case SendResult.Later later -> later.reason();
            case SendResult.Misdirected misdirected -> misdirected.reason();
            case SendResult.Rejected rejected -> rejected.reason();
            case SendResult.Gone ignored -> OutcomeLabels.name(result);
            case SendResult.TooLarge ignored -> OutcomeLabels.name(result);
        };
    }

    private static String key(TenantId tenant) {
        return "channel-health:{" + tenant + "}";
    }

    /**
     * The last results of a channel.
     *
     * @param acceptedAt when a provider last accepted a message; null if it did not lately
     * @param failedAt   when one last did not; null if all were accepted
     * @param reason     why not, by code; {@code gone} is an address that is no longer valid
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Health(
            @Nullable Instant acceptedAt,
            @Nullable Instant failedAt,
            @Nullable String reason) {

        private Health and(Health other) {
            return new Health(
                    acceptedAt == null ? other.acceptedAt : acceptedAt,
                    failedAt == null ? other.failedAt : failedAt,
                    reason == null ? other.reason : reason);
        }
    }
}
