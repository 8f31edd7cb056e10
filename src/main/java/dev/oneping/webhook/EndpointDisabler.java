package dev.oneping.webhook;

import dev.oneping.events.SubscriptionEvent;
import dev.oneping.outbound.http.CallOutcome;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * What the fortune of an endpoint leads to: one that wants no more or has failed for days is disabled, one that failed for a
 * while and takes deliveries again has recovered; both are events.
 */
@Singleton
class EndpointDisabler {

    private static final Logger LOG = Logger.getLogger(EndpointDisabler.class);

    private final SubscriptionStore subscriptions;
    private final KnownSubscriptions known;
    private final DeliveryQueries book;
    private final WebhookConfig config;

    EndpointDisabler(
            SubscriptionStore subscriptions, KnownSubscriptions known, DeliveryQueries book, WebhookConfig config) {
        this.subscriptions = subscriptions;
        this.known = known;
        this.book = book;
        this.config = config;
    }

    /** Draws the conclusion from one attempt. */
    void after(Subscription subscription, CallOutcome outcome, DeliveryStore.Settled settled, Instant now) {
        Instant since = settled.failing().orElse(now);
        Duration failing = Duration.between(since, now);
        switch (outcome) {
            case CallOutcome.Gone gone -> disable(subscription, "gone", since, now);
            case CallOutcome.Delivered delivered -> {
                if (failing.compareTo(config.noteworthyFailure()) >= 0) {
                    tell(
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

    /** Whoever made the change tells of it, so that it is told once. */
    private void disable(Subscription subscription, String reason, Instant since, Instant now) {
        boolean[] ours = new boolean[1];
        subscriptions
                .change(subscription.tenant(), subscription.id(), current -> {
                    ours[0] = current.status().disabled() == null;
                    return ours[0] ? current.disabled(reason, now) : current;
                })
                .await()
                .indefinitely();
        known.forget(subscription.tenant());
        if (ours[0]) {
            LOG.infof("%s is disabled: %s", subscription.id(), reason);
            tell(subscription, new SubscriptionEvent.Disabled(subscription.id().value(), reason, since));
        }
    }

    private void tell(Subscription subscription, SubscriptionEvent event) {
        book.tell(subscription.ref(), event).await().indefinitely();
    }
}
