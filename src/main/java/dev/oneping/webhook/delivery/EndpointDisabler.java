package dev.oneping.webhook.delivery;

import dev.oneping.events.SubscriptionEvent;
import dev.oneping.outbound.http.CallOutcome;
import dev.oneping.webhook.subscription.KnownSubscriptions;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.SubscriptionStore;
import dev.oneping.webhook.subscription.WebhookConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Disables subscriptions whose endpoint answered 410 or has failed for days, and detects endpoints that recovered from
 * a longer failure. Publishes an event for both.
 */
@Singleton
class EndpointDisabler {

    private static final Logger LOG = Logger.getLogger(EndpointDisabler.class);

    private final SubscriptionStore subscriptions;
    private final KnownSubscriptions known;
    private final DeliveryQueries queries;
    private final WebhookConfig config;

    EndpointDisabler(
            SubscriptionStore subscriptions, KnownSubscriptions known, DeliveryQueries queries, WebhookConfig config) {
        this.subscriptions = subscriptions;
        this.known = known;
        this.queries = queries;
        this.config = config;
    }

    /** Evaluates the endpoint's health after an attempt. */
    void after(Subscription subscription, CallOutcome outcome, DeliveryStore.Settled settled, Instant now) {
        Instant since = settled.failing().orElse(now);
        Duration failing = Duration.between(since, now);
        switch (outcome) {
            case CallOutcome.Gone gone -> disable(subscription, "gone", since, now);
            case CallOutcome.Delivered delivered -> {
                if (failing.compareTo(config.noteworthyFailure()) >= 0) {
                    publish(
                            subscription,
                            new SubscriptionEvent.Recovered(subscription.id().value(), since));
                }
            }
            case CallOutcome.Rejected rejected -> disableIfHopeless(subscription, settled, failing, now);
            case CallOutcome.Unreachable unreachable -> disableIfHopeless(subscription, settled, failing, now);
            case CallOutcome.Blocked blocked -> disableIfHopeless(subscription, settled, failing, now);
        }
    }

    private void disableIfHopeless(
            Subscription subscription, DeliveryStore.Settled settled, Duration failing, Instant now) {
        if (failing.compareTo(config.disableAfter()) >= 0 && settled.failures() >= config.disableAfterFailures()) {
            disable(subscription, "failing", now.minus(failing), now);
        }
    }

    /**
     * Disables the subscription. Only the node that made the change publishes the event, so that it is published once.
     */
    private void disable(Subscription subscription, String reason, Instant since, Instant now) {
        Optional<SubscriptionStore.Changed> changed = subscriptions
                .change(
                        subscription.tenant(),
                        subscription.id(),
                        current -> current.status().disabled() == null ? current.disabled(reason, now) : current)
                .await()
                .indefinitely();
        known.forget(subscription.tenant());
        if (changed.filter(SubscriptionStore.Changed::isWritten).isPresent()) {
            LOG.infof("Subscription %s was disabled: %s", subscription.id(), reason);
            publish(
                    subscription,
                    new SubscriptionEvent.Disabled(subscription.id().value(), reason, since));
        }
    }

    private void publish(Subscription subscription, SubscriptionEvent event) {
        queries.publish(subscription.ref(), event).await().indefinitely();
    }
}
