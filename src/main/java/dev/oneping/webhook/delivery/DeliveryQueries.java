package dev.oneping.webhook.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.EventLog;
import dev.oneping.events.SubscriptionEvent;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.StoredJson;
import dev.oneping.webhook.subscription.SubscriptionRef;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Redis access for the API's operations on deliveries: list, resend, and endpoint health. */
@Singleton
public class DeliveryQueries {

    private static final Script RESEND = Script.load("webhook/resend.lua");

    private final RedisPipeline redis;
    private final EventLog log;
    private final StoredJson json;

    DeliveryQueries(RedisPipeline redis, EventLog log, ObjectMapper json) {
        this.redis = redis;
        this.log = log;
        this.json = new StoredJson(json);
    }

    /**
     * Lists the deliveries of a subscription, the newest first.
     *
     * @param before the event id after which the page starts; null for the first page
     */
    public Uni<List<DeliveryView>> list(QueueKeys keys, @Nullable String before, int limit) {
        String from = before == null ? "+" : "(" + before;
        return redis.command(Command.ZREVRANGEBYLEX, keys.list(), from, "-", "LIMIT", 0, limit)
                .chain(events -> read(keys, events.texts()));
    }

    /** Lists the dead deliveries of a subscription, the newest first. */
    public Uni<List<DeliveryView>> dead(QueueKeys keys, @Nullable String before, int limit) {
        Uni<Long> start = before == null
                ? Uni.createFrom().item(0L)
                : redis.command(Command.ZREVRANK, keys.dead(), before)
                        .map(rank -> rank.isNil() ? 0L : rank.number() + 1);
        return start.chain(from -> redis.command(Command.ZREVRANGE, keys.dead(), from, from + limit - 1))
                .chain(events -> read(keys, events.texts()));
    }

    /** Lists the ids of events whose delivery died within a period, the oldest first. */
    public Uni<List<String>> deadBetween(QueueKeys keys, Instant since, Instant until, int limit) {
        return redis.command(
                        Command.ZRANGEBYSCORE,
                        keys.dead(),
                        since.toEpochMilli(),
                        "(" + until.toEpochMilli(),
                        "LIMIT",
                        0,
                        limit)
                .map(Reply::texts);
    }

    /** Resends a delivery at once that has ended or waits for a retry. */
    public Uni<Resent> resend(SubscriptionRef subscription, String event, Instant now) {
        QueueKeys keys = new QueueKeys(subscription.id());
        return redis.run(
                        RESEND,
                        List.of(keys.delivery(event), keys.queue(), keys.due(), keys.dead()),
                        List.of(subscription, event, now.toEpochMilli(), DeliveryStore.KEEP_PENDING.toMillis()))
                .map(reply -> switch (reply.tag()) {
                    case "queued" -> Resent.QUEUED;
                    case "pending" -> Resent.PENDING;
                    default -> Resent.GONE;
                });
    }

    /** Reads the health of an endpoint. */
    public Uni<EndpointHealth> health(QueueKeys keys) {
        return Uni.combine()
                .all()
                .unis(
                        redis.command(Command.HGETALL, keys.health()),
                        redis.command(Command.ZCARD, keys.queue()),
                        redis.command(Command.ZCARD, keys.dead()))
                .asTuple()
                .map(all -> EndpointHealth.of(
                        all.getItem1().map(),
                        all.getItem2().number(),
                        all.getItem3().number()));
    }

    /** Clears an endpoint's failures after its subscription was enabled again. */
    public Uni<Void> clearFailures(QueueKeys keys) {
        return redis.command(Command.HDEL, keys.health(), "failing_since", "failures")
                .replaceWithVoid();
    }

    /** Appends an event about a subscription to the event log, for the tenant's other subscriptions and feeds. */
    Uni<Void> publish(SubscriptionRef subscription, SubscriptionEvent event) {
        QueueKeys keys = new QueueKeys(subscription.id());
        UserRef subject =
                new UserRef(subscription.tenant(), new UserId(subscription.id().value()));
        return log.append(keys.shard(), keys.health(), subject, event);
    }

    private Uni<List<DeliveryView>> read(QueueKeys keys, List<String> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return Uni.join()
                .all(events.stream()
                        .map(event -> redis.command(Command.HGETALL, keys.delivery(event)))
                        .toList())
                .andFailFast()
                .map(found -> found.stream()
                        .map(Reply::map)
                        .filter(Predicate.not(Map::isEmpty))
                        .map(fields -> DeliveryView.of(fields, text -> json.read(text, DeliveryAttempt.class)))
                        .toList());
    }

    /** The result of a resend. */
    public enum Resent {
        QUEUED,
        /** The delivery is in flight, or waits for earlier ones before its first attempt. */
        PENDING,
        GONE
    }
}
