package dev.oneping.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.EventLog;
import dev.oneping.events.SubscriptionEvent;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What people do with deliveries: look them up, send them once more, see how an endpoint fares. */
@Singleton
class DeliveryQueries {

    private static final Script RESEND = Script.load("webhook/resend.lua");

    private final RedisPipeline redis;
    private final EventLog log;
    private final ObjectMapper json;

    DeliveryQueries(RedisPipeline redis, EventLog log, ObjectMapper json) {
        this.redis = redis;
        this.log = log;
        this.json = json;
    }

    /**
     * The deliveries of a subscription, the newest first.
     *
     * @param before the event after which to go on; null for the beginning
     */
    Uni<List<DeliveryView>> list(QueueKeys keys, @Nullable String before, int limit) {
        String from = before == null ? "+" : "(" + before;
        return redis.command(Command.ZREVRANGEBYLEX, keys.list(), from, "-", "LIMIT", 0, limit)
                .chain(events -> read(keys, events.texts()));
    }

    /** The dead ones of a subscription, the newest first. */
    Uni<List<DeliveryView>> dead(QueueKeys keys, @Nullable String before, int limit) {
        Uni<Long> start = before == null
                ? Uni.createFrom().item(0L)
                : redis.command(Command.ZREVRANK, keys.dead(), before)
                        .map(rank -> rank.isNil() ? 0L : rank.number() + 1);
        return start.chain(from -> redis.command(Command.ZREVRANGE, keys.dead(), from, from + limit - 1))
                .chain(events -> read(keys, events.texts()));
    }

    /** The events that died in a span of time, the oldest first. */
    Uni<List<String>> deadBetween(QueueKeys keys, Instant since, Instant until, int limit) {
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

    /** Sends one that is over, or that waits for its next attempt, at once. */
    Uni<Resent> resend(SubscriptionRef subscription, String event, Instant now) {
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

    /** How an endpoint fares. */
    Uni<EndpointHealth> health(QueueKeys keys) {
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

    /** Forgets that an endpoint failed, because somebody enabled it again. */
    Uni<Void> forgive(QueueKeys keys) {
        return redis.command(Command.HDEL, keys.health(), "failing_since", "failures")
                .replaceWithVoid();
    }

    /** Appends an event of a subscription to the log, for the tenant's other subscriptions and feeds. */
    Uni<Void> tell(SubscriptionRef subscription, SubscriptionEvent event) {
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
                        .map(fields -> DeliveryView.of(fields, this::readAttempt))
                        .toList());
    }

    private DeliveryAttempt readAttempt(String text) {
        try {
            return Objects.requireNonNull(json.readValue(text, DeliveryAttempt.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an attempt cannot be read", e);
        }
    }

    /** What became of the wish to send one once more. */
    enum Resent {
        QUEUED,
        /** It is being sent, or waits for others before its first attempt. */
        PENDING,
        GONE
    }
}
