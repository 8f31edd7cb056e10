package dev.oneping.webhook.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.StoredJson;
import dev.oneping.webhook.subscription.DeliveryOrder;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.SubscriptionRef;
import dev.oneping.webhook.subscription.SubscriptionSpec;
import dev.oneping.webhook.subscription.WebhookConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores the deliveries of each subscription while they are queued, claimed for an attempt and settled. The shard's
 * delay queue holds the subscriptions that have something to send. All keys expire.
 */
@Singleton
public class DeliveryStore {

    /** The time to live of a pending delivery: longer than any pause between attempts; each attempt renews it. */
    static final Duration KEEP_PENDING = Duration.ofDays(7);

    private static final Script ENQUEUE = Script.load("webhook/enqueue.lua");
    private static final Script LINE_UP = Script.load("webhook/line_up.lua");
    private static final Script PACE = Script.load("webhook/pace.lua");
    private static final Script CLAIM = Script.load("webhook/claim.lua");
    private static final Script SETTLE = Script.load("webhook/settle.lua");

    private final RedisPipeline redis;
    private final StoredJson json;
    private final WebhookConfig config;

    DeliveryStore(RedisPipeline redis, ObjectMapper json, WebhookConfig config) {
        this.redis = redis;
        this.json = new StoredJson(json);
        this.config = config;
    }

    /** Queues an event for a subscription. Idempotent by the event's id. */
    public Uni<Enqueued> enqueue(Subscription subscription, SerializedEvent outgoing, Instant now) {
        QueueKeys keys = new QueueKeys(subscription.id());
        String user = outgoing.event().subject();
        Duration interval = subscription.spec().minInterval();
        if (interval != null) {
            String pace = keys.pace(user, outgoing.event().type());
            return takeIn(PACE, subscription, outgoing, now, pace, List.of(interval.toMillis(), keys.deliveries()));
        }
        if (subscription.spec().order() == DeliveryOrder.PER_USER) {
            return takeIn(LINE_UP, subscription, outgoing, now, keys.line(user), List.of());
        }
        return enqueue(List.of(new Addressee(subscription.ref(), false)), outgoing, now)
                .map(List::getFirst);
    }

    private Uni<Enqueued> takeIn(
            Script script,
            Subscription subscription,
            SerializedEvent outgoing,
            Instant now,
            String place,
            List<Object> moreArguments) {
        QueueKeys keys = new QueueKeys(subscription.id());
        String event = outgoing.event().id();
        List<Object> arguments = new ArrayList<>(List.of(subscription.ref()));
        arguments.addAll(arguments(subscription.tenant(), outgoing, now));
        arguments.addAll(moreArguments);
        return redis.run(script, List.of(keys.delivery(event), keys.queue(), keys.list(), keys.due(), place), arguments)
                .map(reply -> Enqueued.of(reply.tag()));
    }

    /**
     * Takes an event in for some subscriptions of one tenant in one shard, all of them
     * {@link SubscriptionSpec#isPlain plain}.
     *
     * @return the result for each, in the same order
     */
    public Uni<List<Enqueued>> enqueue(List<Addressee> addressees, SerializedEvent outgoing, Instant now) {
        SubscriptionRef first = addressees.getFirst().to();
        List<String> places = new ArrayList<>(List.of(new QueueKeys(first.id()).due()));
        List<Object> arguments = arguments(first.tenant(), outgoing, now);
        for (Addressee addressee : addressees) {
            QueueKeys keys = new QueueKeys(addressee.to().id());
            places.addAll(List.of(keys.delivery(outgoing.event().id()), keys.queue(), keys.list()));
            Instant due = addressee.claimed() ? now.plus(config.lease()) : now;
            arguments.addAll(List.of(addressee.to(), due.toEpochMilli()));
        }
        return redis.run(ENQUEUE, places, arguments)
                .map(reply -> reply.texts().stream().skip(1).map(Enqueued::of).toList());
    }

    private List<Object> arguments(TenantId tenant, SerializedEvent outgoing, Instant now) {
        return new ArrayList<>(List.of(
                outgoing.event().id(),
                tenant,
                outgoing.event().type(),
                outgoing.event().subject(),
                outgoing.json(),
                now.toEpochMilli(),
                KEEP_PENDING.toMillis(),
                config.pendingPerSubscription(),
                config.keepListed()));
    }

    /** Claims up to {@code limit} due deliveries for {@link WebhookConfig#lease()}. */
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

    /** Records an attempt and the decision that follows it, and returns the endpoint's failures. */
    Uni<Settled> settle(Delivery delivery, DeliveryAttempt attempt, RetryDecision step, Instant now) {
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
                                json.write(attempt),
                                step.state().word(),
                                next,
                                keep(step).toMillis(),
                                now.toEpochMilli(),
                                config.keepDead()))
                .map(DeliveryStore::settled);
    }

    private Duration keep(RetryDecision step) {
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

    /**
     * A subscription that an event is queued for.
     *
     * @param to      the subscription
     * @param claimed whether the caller makes the first attempt itself; the next one is then due after the lease
     */
    public record Addressee(SubscriptionRef to, boolean claimed) {}

    /** The result of queueing an event. */
    public enum Enqueued {
        /** It will be delivered. */
        QUEUED,
        /** It was queued before. */
        DUPLICATE,
        /** The subscription's queue is full, so the event is dropped for it. */
        FULL;

        static Enqueued of(String word) {
            return switch (word) {
                case "queued" -> QUEUED;
                case "duplicate" -> DUPLICATE;
                case "full" -> FULL;
                default -> throw new IllegalStateException("unexpected reply of a script: " + word);
            };
        }
    }

    /**
     * The result of recording an attempt.
     *
     * @param recorded     false if another attempt was recorded in the meantime
     * @param failingSince the start of the endpoint's failures, which this success ended or this failure continues;
     *                     null if there were none
     * @param failures     the number of failed attempts since then, if this one failed
     */
    record Settled(boolean recorded, @Nullable Instant failingSince, int failures) {

        Optional<Instant> failing() {
            return Optional.ofNullable(failingSince);
        }
    }
}
