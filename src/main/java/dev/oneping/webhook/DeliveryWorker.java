package dev.oneping.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes one attempt of a delivery, from the subscription as it is now to the record of how it went. Runs on a virtual
 * thread of its own. If this process dies in between, the delivery is taken again after its lease and sent a second time
 * with the same id.
 */
@Singleton
class DeliveryWorker {

    private static final Logger LOG = Logger.getLogger(DeliveryWorker.class);

    /** How much of an answer is kept with an attempt; more was read, but a queue of them would fill Redis. */
    private static final int KEPT_CHARS = 1024;

    private final KnownSubscriptions known;
    private final SubscriptionStore subscriptions;
    private final DeliveryStore deliveries;
    private final Courier courier;
    private final RetrySchedule schedule;
    private final Clock clock;
    private final MeterRegistry registry;
    private final RandomGenerator random = new SecureRandom();

    DeliveryWorker(
            KnownSubscriptions known,
            SubscriptionStore subscriptions,
            DeliveryStore deliveries,
            Courier courier,
            WebhookConfig config,
            Clock clock,
            MeterRegistry registry) {
        this.known = known;
        this.subscriptions = subscriptions;
        this.deliveries = deliveries;
        this.courier = courier;
        this.schedule = new RetrySchedule(config.pauses());
        this.clock = clock;
        this.registry = registry;
    }

    /** Makes the attempt; true if the endpoint took it. */
    boolean attempt(Delivery delivery) {
        Optional<Subscription> subscription = known.find(delivery.tenant(), delivery.subscription())
                .await()
                .indefinitely()
                .filter(Subscription::isActive);
        Instant began = clock.instant();
        if (subscription.isEmpty()) {
            settle(delivery, attempt(delivery, began, Duration.ZERO, "discarded", null), discarded());
            return true;
        }
        Answer answer = courier.bring(delivery, subscription.get(), began);
        Instant ended = clock.instant();
        Outcome outcome = answer.outcome();
        boolean delivered = outcome instanceof Outcome.Delivered;
        settle(
                delivery,
                attempt(
                        delivery,
                        began,
                        Duration.between(began, ended),
                        outcome.code(),
                        delivered ? null : answer.body()),
                Step.after(outcome, delivery.attempt(), schedule, ended, random));
        if (outcome instanceof Outcome.Gone) {
            disable(subscription.get(), ended);
        }
        return delivered;
    }

    private void settle(Delivery delivery, Attempt attempt, Step step) {
        registry.counter("oneping.webhook.attempts", "outcome", attempt.outcome())
                .increment();
        boolean recorded = deliveries.settle(delivery, attempt, step).await().indefinitely();
        if (!recorded) {
            LOG.debugf("%s: attempt %d was made twice", delivery.event(), delivery.attempt());
        }
        if (step.state() == DeliveryState.DEAD) {
            LOG.infof(
                    "%s to %s is dead after attempt %d: %s",
                    delivery.event(), delivery.subscription(), delivery.attempt(), attempt.outcome());
        }
    }

    private void disable(Subscription subscription, Instant now) {
        LOG.infof("%s is disabled: its endpoint answered 410", subscription.id());
        subscriptions
                .change(subscription.tenant(), subscription.id(), current -> current.disabled("gone", now))
                .await()
                .indefinitely();
        known.forget(subscription.tenant());
    }

    private static Step discarded() {
        return Step.ended(DeliveryState.DISCARDED);
    }

    private static Attempt attempt(
            Delivery delivery, Instant began, Duration took, String outcome, @Nullable String body) {
        String kept = body == null || body.length() <= KEPT_CHARS ? body : body.substring(0, KEPT_CHARS);
        return new Attempt(delivery.attempt(), began, took.toMillis(), outcome, kept);
    }
}
