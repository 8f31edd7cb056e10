package dev.oneping.webhook.delivery;

import dev.oneping.webhook.subscription.DeliveryOrder;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.SubscriptionRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Sends the due deliveries of one subscription, a few at a time, on virtual threads. Lanes share nothing but the limit
 * on all attempts of the node, so that a slow endpoint delays no other.
 */
public final class EndpointLane {

    private static final Logger LOG = Logger.getLogger(EndpointLane.class);

    private final SubscriptionRef subscription;
    private final LaneDependencies parts;
    private final CircuitBreaker breaker;
    private final DeliveryRateLimit rateLimit = new DeliveryRateLimit();

    private final AtomicInteger inFlight = new AtomicInteger();
    /** Set to request a drain of the queue, cleared by the one thread that drains. */
    private final AtomicBoolean wanted = new AtomicBoolean();

    private final AtomicBoolean draining = new AtomicBoolean();

    /**
     * True if more deliveries may be due when an attempt ends: the last drain left some, or the end of one releases the
     * next of the same user. Otherwise nothing is due until {@link #wake} is called, and a drain would only cost Redis
     * a script.
     */
    private volatile boolean more;

    EndpointLane(SubscriptionRef subscription, LaneDependencies parts, CircuitBreaker breaker) {
        this.subscription = subscription;
        this.parts = parts;
        this.breaker = breaker;
    }

    /** Requests a drain of the queue, soon and on another thread. */
    void wake() {
        wanted.set(true);
        if (draining.compareAndSet(false, true)) {
            Thread.ofVirtual().name("webhook").start(this::drain);
        }
    }

    /**
     * Reserves a permit for a new delivery, so that it is sent without passing through the queue. Fails if other
     * deliveries are queued, which go first, or if the endpoint or the node has reached its concurrency limit.
     */
    boolean reserve(Instant now) {
        if (more || grab(1, breaker.room(now)) == 0) {
            return false;
        }
        if (parts.bulkhead().tryTake()) {
            return true;
        }
        inFlight.decrementAndGet();
        return false;
    }

    /** Sends a delivery with the permit that was reserved for it. */
    public void send(Delivery delivery) {
        Thread.ofVirtual().name("webhook").start(() -> attempt(delivery));
    }

    /** Returns a permit that was reserved or used. */
    public void release() {
        inFlight.decrementAndGet();
        parts.bulkhead().giveBack(1);
        if (more) {
            wake();
        }
    }

    /** Returns whether no attempt is in flight and no drain is running or requested. */
    boolean isIdle() {
        return inFlight.get() == 0 && !wanted.get() && !draining.get();
    }

    private void drain() {
        try {
            while (wanted.getAndSet(false)) {
                sendDue();
            }
        } catch (RuntimeException e) {
            LOG.warnf("The queue of %s could not be read; it is read again later: %s", subscription, e.getMessage());
        } finally {
            draining.set(false);
        }
        if (wanted.get()) {
            wake();
        }
    }

    private void sendDue() {
        more = true;
        Optional<Subscription> known = parts.known()
                .find(subscription.tenant(), subscription.id())
                .await()
                .indefinitely();
        Instant now = parts.clock().instant();
        if (known.isEmpty() || !known.get().takes(now)) {
            take(Integer.MAX_VALUE, breaker.room(Instant.MAX), true, now);
            return;
        }
        if (known.get().state(now) == Subscription.State.PAUSED) {
            return;
        }
        int limit = breaker.room(now);
        int room = limit - inFlight.get();
        if (room <= 0) {
            drainWhenClosed(now);
            return;
        }
        Integer rate = known.get().spec().rate();
        boolean inLine = known.get().spec().order() == DeliveryOrder.PER_USER;
        if (rate == null) {
            take(room, limit, inLine, now);
            return;
        }
        int allowed = rateLimit.take(room, rate, now);
        rateLimit.giveBack(allowed - take(allowed, limit, inLine, now));
        if (allowed < room) {
            parts.later().run(rateLimit.untilNext(rate), this::wake);
        }
    }

    /**
     * Schedules a drain for the time when the circuit breaker lets a probe pass. While attempts are in flight, the end
     * of one of them wakes this lane instead.
     */
    private void drainWhenClosed(Instant now) {
        Instant until = breaker.openUntil();
        if (inFlight.get() == 0 && until.isAfter(now)) {
            parts.later().run(Duration.between(now, until).plusMillis(1), this::wake);
        }
    }

    /** Sends up to {@code wanted} due deliveries within the limit, and returns the number. */
    private int take(int wanted, int limit, boolean inLine, Instant now) {
        int ours = grab(wanted, limit);
        int places = parts.bulkhead().take(ours, this::wake);
        inFlight.addAndGet(places - ours);
        if (places == 0) {
            return 0;
        }
        List<Delivery> claimed = List.of();
        try {
            claimed =
                    parts.deliveries().claim(subscription, now, places).await().indefinitely();
        } finally {
            inFlight.addAndGet(claimed.size() - places);
            parts.bulkhead().giveBack(places - claimed.size());
        }
        more = inLine || claimed.size() == places;
        claimed.forEach(this::send);
        return claimed.size();
    }

    /** Acquires up to {@code wanted} permits within the limit. */
    private int grab(int wanted, int limit) {
        int before = inFlight.getAndUpdate(taken -> taken + Math.clamp((long) limit - taken, 0, wanted));
        return Math.clamp((long) limit - before, 0, wanted);
    }

    private void attempt(Delivery delivery) {
        try {
            if (parts.worker().attempt(delivery)) {
                breaker.succeeded();
            } else {
                breaker.failed(parts.clock().instant());
            }
        } catch (RuntimeException e) {
            LOG.warnf(
                    "Delivery %s to %s failed; it is attempted again after its lease: %s",
                    delivery.event(), subscription, e.getMessage());
        } finally {
            release();
        }
    }
}
