package dev.oneping.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;
import dev.oneping.redis.DueSet;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of each subscription, in the shard that its id names: a hash for each delivery, a queue by due time, and
 * a list for people. The shard's due set holds the subscriptions that have something to send. All of it expires.
 */
@Singleton
class DeliveryStore {

    /** Subscriptions by the time when they want attention. */
    static final DueSet DUE = new DueSet("webhooks");

    /** Longer than any pause between attempts; each attempt renews it. */
    private static final Duration KEEP_PENDING = Duration.ofDays(7);

    private static final Script ENQUEUE = Script.load("webhook/enqueue.lua");
    private static final Script CLAIM = Script.load("webhook/claim.lua");
    private static final Script SETTLE = Script.load("webhook/settle.lua");

    private final RedisPipeline redis;
    private final ObjectMapper json;
    private final WebhookConfig config;

    DeliveryStore(RedisPipeline redis, ObjectMapper json, WebhookConfig config) {
        this.redis = redis;
        this.json = json;
        this.config = config;
    }

    /** Takes an event in for a subscription. The same event a second time changes nothing. */
    Uni<Enqueued> enqueue(Subscription subscription, String event, String type, byte[] body, Instant now) {
        SubscriptionId id = subscription.id();
        return redis.run(
                        ENQUEUE,
                        List.of(key(id, event), queue(id), list(id), due(id)),
                        List.of(
                                id,
                                event,
                                subscription.tenant(),
                                type,
                                body,
                                now.toEpochMilli(),
                                KEEP_PENDING.toMillis(),
                                config.pendingPerSubscription(),
                                config.keepListed()))
                .map(reply -> switch (reply.tag()) {
                    case "queued" -> Enqueued.QUEUED;
                    case "duplicate" -> Enqueued.DUPLICATE;
                    default -> Enqueued.FULL;
                });
    }

    /** Takes at most so many deliveries that are due, for {@link WebhookConfig#lease()}. */
    Uni<List<Delivery>> claim(SubscriptionId subscription, Instant now, int limit) {
        return redis.run(
                        CLAIM,
                        List.of(queue(subscription), due(subscription)),
                        List.of(subscription, now.toEpochMilli(), config.lease().toMillis(), limit))
                .chain(reply -> reply.size() == 1
                        ? Uni.createFrom().item(List.<Optional<Delivery>>of())
                        : Uni.join()
                                .all(reply.texts().subList(1, reply.size()).stream()
                                        .map(event -> read(subscription, event))
                                        .toList())
                                .andFailFast())
                .map(found -> found.stream().flatMap(Optional::stream).toList());
    }

    /** Records an attempt, and what comes next. False where another attempt was recorded meanwhile. */
    Uni<Boolean> settle(Delivery delivery, Attempt attempt, Step step) {
        SubscriptionId id = delivery.subscription();
        Duration keep = step.next().isPresent() ? KEEP_PENDING : config.keepEnded();
        return redis.run(
                        SETTLE,
                        List.of(key(id, delivery.event()), queue(id), due(id)),
                        List.of(
                                id,
                                delivery.event(),
                                delivery.attempt(),
                                write(attempt),
                                step.state().word(),
                                step.next()
                                        .map(Instant::toEpochMilli)
                                        .map(String::valueOf)
                                        .orElse(""),
                                keep.toMillis()))
                .map(reply -> reply.tag().equals("settled"));
    }

    /**
     * The deliveries of a subscription, the newest first.
     *
     * @param before the event after which to go on; null for the beginning
     */
    Uni<List<DeliveryView>> list(SubscriptionId subscription, @Nullable String before, int limit) {
        String from = before == null ? "+" : "(" + before;
        return redis.command(Command.ZREVRANGEBYLEX, list(subscription), from, "-", "LIMIT", 0, limit)
                .chain(events -> events.size() == 0
                        ? Uni.createFrom().item(List.<Reply>of())
                        : Uni.join()
                                .all(events.texts().stream()
                                        .map(event -> redis.command(Command.HGETALL, key(subscription, event)))
                                        .toList())
                                .andFailFast())
                .map(found -> found.stream()
                        .filter(reply -> reply.size() > 0)
                        .map(reply -> DeliveryView.of(reply.map(), this::readAttempt))
                        .toList());
    }

    /** Reads what was claimed. What is forgotten leaves the queue. */
    private Uni<Optional<Delivery>> read(SubscriptionId subscription, String event) {
        return redis.command(Command.HMGET, key(subscription, event), "tenant", "attempts", "body")
                .chain(found -> found.isNil(2)
                        ? redis.command(Command.ZREM, queue(subscription), event)
                                .replaceWith(Optional.<Delivery>empty())
                        : Uni.createFrom().item(Optional.of(delivery(subscription, event, found))));
    }

    private static Delivery delivery(SubscriptionId subscription, String event, Reply found) {
        int made = (int) found.number(1);
        return new Delivery(subscription, new TenantId(found.text(0)), event, made + 1, found.bytes(2));
    }

    private String write(Attempt attempt) {
        try {
            return json.writeValueAsString(attempt);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an attempt must be writable as JSON", e);
        }
    }

    private Attempt readAttempt(String text) {
        try {
            return Objects.requireNonNull(json.readValue(text, Attempt.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an attempt cannot be read", e);
        }
    }

    private static String key(SubscriptionId subscription, String event) {
        return shard(subscription).key("webhook", subscription, event);
    }

    private static String queue(SubscriptionId subscription) {
        return shard(subscription).key("webhook-queue", subscription);
    }

    private static String list(SubscriptionId subscription) {
        return shard(subscription).key("webhook-list", subscription);
    }

    private static String due(SubscriptionId subscription) {
        return DUE.key(shard(subscription));
    }

    static Shard shard(SubscriptionId subscription) {
        return new Shard(subscription.shard());
    }

    /** What became of an event that was to be delivered. */
    enum Enqueued {
        /** It will be delivered. */
        QUEUED,
        /** It is or was being delivered already. */
        DUPLICATE,
        /** Too many wait for this subscription, so this one is left out. */
        FULL
    }
}
