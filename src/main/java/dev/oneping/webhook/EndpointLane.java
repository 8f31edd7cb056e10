package dev.oneping.webhook;

import dev.oneping.model.SubscriptionId;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Sends what is due for one subscription, a few at a time, on virtual threads. While the endpoint fails, one at a time.
 * Lanes share nothing, so that a slow endpoint delays no other.
 */
final class EndpointLane {

    private static final Logger LOG = Logger.getLogger(EndpointLane.class);

    private final SubscriptionId subscription;
    private final DeliveryStore deliveries;
    private final DeliveryWorker worker;
    private final Clock clock;
    private final int concurrency;

    private final AtomicInteger underWay = new AtomicInteger();
    /** Set by whoever wants the queue looked at, cleared by the one thread that does. */
    private final AtomicBoolean wanted = new AtomicBoolean();

    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean failing;

    EndpointLane(
            SubscriptionId subscription,
            DeliveryStore deliveries,
            DeliveryWorker worker,
            Clock clock,
            int concurrency) {
        this.subscription = subscription;
        this.deliveries = deliveries;
        this.worker = worker;
        this.clock = clock;
        this.concurrency = concurrency;
    }

    /** Looks whether something is due, soon and on another thread. */
    void wake() {
        wanted.set(true);
        if (looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("webhook-", 0).start(this::look);
        }
    }

    private void look() {
        try {
            while (wanted.getAndSet(false)) {
                takeDue();
            }
        } catch (RuntimeException e) {
            LOG.warnf("%s: looking again later: %s", subscription, e.getMessage());
        } finally {
            looking.set(false);
        }
        if (wanted.get()) {
            wake();
        }
    }

    private void takeDue() {
        int room = (failing ? 1 : concurrency) - underWay.get();
        if (room <= 0) {
            return;
        }
        for (Delivery delivery :
                deliveries.claim(subscription, clock.instant(), room).await().indefinitely()) {
            underWay.incrementAndGet();
            Thread.ofVirtual().name("webhook-", 0).start(() -> attempt(delivery));
        }
    }

    private void attempt(Delivery delivery) {
        try {
            failing = !worker.attempt(delivery);
        } catch (RuntimeException e) {
            LOG.warnf("%s to %s comes again after its lease: %s", delivery.event(), subscription, e.getMessage());
        } finally {
            underWay.decrementAndGet();
            wake();
        }
    }
}
