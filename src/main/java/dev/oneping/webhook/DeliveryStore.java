package dev.oneping.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of each subscription on their way: taken in, claimed for an attempt, settled. The shard's due set holds
 * the subscriptions that have something to send. All of it expires.
 */
@Singleton
class DeliveryStore {

    /** Longer than any pause between attempts; each attempt renews it. */
    static final Duration KEEP_PENDING = Duration.ofDays(7);

    private static final Script ENQUEUE = Script.load("webhook/enqueue.lua");
    private static final Script LINE_UP = Script.load("webhook/line_up.lua");
    private static final Script PACE = Script.load("webhook/pace.lua");
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
    Uni<Enqueued> enqueue(Subscription subscription, Outgoing outgoing, Instant now) {
        QueueKeys keys = new QueueKeys(subscription.id());
        String event = outgoing.event().id();
        String user = outgoing.event().subject();
        String type = outgoing.event().type();
        List<String> places = new ArrayList<>(List.of(keys.delivery(event), keys.queue(), keys.list(), keys.due()));
        List<Object> arguments = new ArrayList<>(List.of(
                subscription.ref(),
                event,
                subscription.tenant(),
                type,
                user,
                outgoing.json(),
                now.toEpochMilli(),
                KEEP_PENDING.toMillis(),
                config.pendingPerSubscription(),
                config.keepListed()));
        Duration interval = subscription.wish().minInterval();
        Script script = ENQUEUE;
        if (interval != null) {
            script = PACE;
            places.add(keys.pace(user, type));
            arguments.addAll(List.of(interval.toMillis(), keys.deliveries()));
        } else if (subscription.wish().order() == Order.PER_USER) {
            script = LINE_UP;
            places.add(keys.line(user));
        }
        return redis.run(script, places, arguments).map(reply -> switch (reply.tag()) {
            case "queued" -> Enqueued.QUEUED;
            case "duplicate" -> Enqueued.DUPLICATE;
            default -> Enqueued.FULL;
        });
    }

    /** Takes at most so many deliveries that are due, for {@link WebhookConfig#lease()}. */
    Uni<List<Delivery>> claim(SubscriptionRef subscription, Instant now, int limit) {
        QueueKeys keys = new QueueKeys(subscription.id());
        return redis.run(
                        CLAIM,
                        List.of(keys.queue(), keys.due()),
                        List.of(subscription, now.toEpochMilli(), config.lease().toMillis(), limit, keys.deliveries()))
                .map(reply -> reply.items().subList(1, reply.size()).stream()
                        .map(found -> delivery(subscription, found))
                        .toList());
    }

    /** Records an attempt, and what comes next; tells how the endpoint fares. */
    Uni<Settled> settle(Delivery delivery, Attempt attempt, Step step, Instant now) {
        QueueKeys keys = new QueueKeys(delivery.to().id());
        String next =
                step.next().map(Instant::toEpochMilli).map(String::valueOf).orElse("");
        return redis.run(
                        SETTLE,
                        List.of(
                                keys.delivery(delivery.event()),
                                keys.queue(),
                                keys.due(),
                                keys.line(delivery.user()),
                                keys.health(),
                                keys.dead()),
                        List.of(
                                delivery.to(),
                                delivery.event(),
                                delivery.attempt(),
                                write(attempt),
                                step.state().word(),
                                next,
                                keep(step).toMillis(),
                                now.toEpochMilli(),
                                config.keepDead()))
                .map(DeliveryStore::settled);
    }

    private Duration keep(Step step) {
        return switch (step.state()) {
            case PENDING -> KEEP_PENDING;
            case DEAD -> config.keepDeadFor();
            case SUCCEEDED, DISCARDED -> config.keepEnded();
        };
    }

    private static Settled settled(Reply reply) {
        if (!reply.tag().equals("settled")) {
            return new Settled(false, null, 0);
        }
        String since = reply.text(1);
        return new Settled(
                true, since.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(since)), (int) reply.number(2));
    }

    private static Delivery delivery(SubscriptionRef subscription, Reply found) {
        int made = (int) found.number(3);
        return new Delivery(
                subscription, found.text(0), found.text(2), made + 1, (int) found.number(4), found.bytes(5));
    }

    private String write(Attempt attempt) {
        try {
            return json.writeValueAsString(attempt);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an attempt must be writable as JSON", e);
        }
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

    /**
     * What became of the record of an attempt.
     *
     * @param recorded     false where another attempt was recorded meanwhile
     * @param failingSince since when the endpoint has failed: until this success, or with this failure; null if never
     * @param failures     how many attempts have failed since then, where this one did
     */
    record Settled(boolean recorded, @Nullable Instant failingSince, int failures) {

        Optional<Instant> failing() {
            return Optional.ofNullable(failingSince);
        }
    }
}
