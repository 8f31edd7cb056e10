package dev.oneping.webhook.delivery;

import dev.oneping.outbound.http.CallOutcome;
import dev.oneping.outbound.http.OutboundResponse;
import dev.oneping.webhook.subscription.KnownSubscriptions;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.WebhookConfig;
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
 * Makes one attempt of a delivery with the subscription's current settings, and records the result. Runs on its own
 * virtual thread. If this process dies in between, the delivery is claimed again after its lease and sent a second time
 * with the same id.
 */
@Singleton
class DeliveryWorker {

    private static final Logger LOG = Logger.getLogger(DeliveryWorker.class);

    private final KnownSubscriptions known;
    private final DeliveryStore deliveries;
    private final EndpointDisabler disabler;
    private final WebhookSender sender;
    private final RetrySchedule schedule;
    private final int keptChars;
    private final Clock clock;
    private final DeliveryMeters meters;
    private final RandomGenerator random = new SecureRandom();

    DeliveryWorker(
            KnownSubscriptions known,
            DeliveryStore deliveries,
            EndpointDisabler disabler,
            WebhookSender sender,
            WebhookConfig config,
            Clock clock,
            DeliveryMeters meters) {
        this.known = known;
        this.deliveries = deliveries;
        this.disabler = disabler;
        this.sender = sender;
        this.schedule = new RetrySchedule(config.pauses());
        this.keptChars = config.responseCharsKept();
        this.clock = clock;
        this.meters = meters;
    }

    /** Makes the attempt; true if the endpoint accepted it, or if the delivery was discarded. */
    boolean attempt(Delivery delivery) {
        Instant began = clock.instant();
        Optional<Subscription> subscription = known.find(
                        delivery.to().tenant(), delivery.to().id())
                .await()
                .indefinitely()
                .filter(one -> one.takes(began));
        if (subscription.isEmpty()) {
            meters.countDiscarded();
            settle(
                    delivery,
                    attempt(delivery, began, Duration.ZERO, "discarded", null),
                    RetryDecision.ended(DeliveryState.DISCARDED),
                    began);
            return true;
        }
        long started = System.nanoTime();
        OutboundResponse answer = sender.send(delivery, subscription.get(), began);
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        Instant ended = clock.instant();
        CallOutcome outcome = answer.outcome();
        boolean delivered = outcome instanceof CallOutcome.Delivered;
        meters.count(delivery.to().id(), outcome, took);
        DeliveryAttempt attempt = attempt(delivery, began, took, outcome.code(), delivered ? null : answer.body());
        RetryDecision step = RetryDecision.after(outcome, delivery.turn(), schedule, ended, random);
        DeliveryStore.Settled settled = settle(delivery, attempt, step, ended);
        disabler.after(subscription.get(), outcome, settled, ended);
        return delivered;
    }

    private DeliveryStore.Settled settle(Delivery delivery, DeliveryAttempt attempt, RetryDecision step, Instant now) {
        DeliveryStore.Settled settled =
                deliveries.settle(delivery, attempt, step, now).await().indefinitely();
        if (!settled.recorded()) {
            LOG.debugf("Attempt %2$d of delivery %1$s was made twice", delivery.event(), delivery.attempt());
        }
        if (step.state() == DeliveryState.DEAD) {
            LOG.infof(
                    "Delivery %s to %s is dead after attempt %d: %s",
                    delivery.event(), delivery.to(), delivery.attempt(), attempt.outcome());
        }
        return settled;
    }

    private DeliveryAttempt attempt(
            Delivery delivery, Instant began, Duration took, String outcome, @Nullable String body) {
        String kept = body == null || body.length() <= keptChars ? body : body.substring(0, keptChars);
        return new DeliveryAttempt(delivery.attempt(), began, took.toMillis(), outcome, kept);
    }
}
