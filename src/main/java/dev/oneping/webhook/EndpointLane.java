package dev.oneping.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Sends what is due for one subscription, a few at a time, on virtual threads. Lanes share nothing but the number of
 * attempts in all, so that a slow endpoint delays no other.
 */
final class EndpointLane {

    private static final Logger LOG = Logger.getLogger(EndpointLane.class);

    private final SubscriptionRef subscription;
    private final LaneDependencies parts;
    private final CircuitBreaker trust;
    private final DeliveryRateLimit pace = new DeliveryRateLimit();

    private final AtomicInteger underWay = new AtomicInteger();
    /** Set by whoever wants the queue looked at, cleared by the one thread that does. */
    private final AtomicBoolean wanted = new AtomicBoolean();

    private final AtomicBoolean looking = new AtomicBoolean();

    /**
     * Whether the end of an attempt is a reason to look: the last look left something where it was, or the next of a line
     * comes forward. Without it nothing is due before somebody says so, and looking costs Redis a script.
     */
    private volatile boolean more;

    EndpointLane(SubscriptionRef subscription, LaneDependencies parts, CircuitBreaker trust) {
        this.subscription = subscription;
        this.parts = parts;
        this.trust = trust;
    }

    /** Looks whether something is due, soon and on another thread. */
    void wake() {
        wanted.set(true);
        if (looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("webhook").start(this::look);
        }
    }

    /**
     * Takes a place for what is only now taken in, so that it is sent without waiting in the queue. There is none where
     * something waits already, for that goes first, and none where the endpoint has as much as it may have.
     */
    boolean reserve(Instant now) {
        if (more || grab(1, trust.room(now)) == 0) {
            return false;
        }
        if (parts.bulkhead().tryTake()) {
            return true;
        }
        underWay.decrementAndGet();
        return false;
    }

    /** Sends in the place that was reserved for it. */
    void send(Delivery delivery) {
        Thread.ofVirtual().name("webhook").start(() -> attempt(delivery));
    }

    /** Gives back a place that was reserved or used. */
    void release() {
        underWay.decrementAndGet();
        parts.bulkhead().giveBack(1);
        if (more) {
            wake();
        }
    }

    /** Whether nothing is under way, and nobody looks. */
    boolean isIdle() {
        return underWay.get() == 0 && !wanted.get() && !looking.get();
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
        more = true;
        Optional<Subscription> known = parts.known()
                .find(subscription.tenant(), subscription.id())
                .await()
                .indefinitely();
        Instant now = parts.clock().instant();
        if (known.isEmpty() || !known.get().takes(now)) {
            take(Integer.MAX_VALUE, trust.room(Instant.MAX), true, now);
            return;
        }
        if (known.get().state(now) == Subscription.State.PAUSED) {
            return;
        }
        int limit = trust.room(now);
        int room = limit - underWay.get();
        if (room <= 0) {
            lookWhenTrusted(now);
            return;
        }
        Integer rate = known.get().wish().rate();
        boolean inLine = known.get().wish().order() == DeliveryOrder.PER_USER;
        if (rate == null) {
            take(room, limit, inLine, now);
            return;
        }
        int allowed = pace.take(room, rate, now);
        pace.giveBack(allowed - take(allowed, limit, inLine, now));
        if (allowed < room) {
            parts.later().run(pace.untilNext(rate), this::wake);
        }
    }

    /** Where attempts are under way, the end of one of them wakes this lane; else only time can. */
    private void lookWhenTrusted(Instant now) {
        Instant until = trust.openUntil();
        if (underWay.get() == 0 && until.isAfter(now)) {
            parts.later().run(Duration.between(now, until).plusMillis(1), this::wake);
        }
    }

    /** Sends at most so many, and no more than would be within the limit; says how many. */
    private int take(int wanted, int limit, boolean inLine, Instant now) {
        int ours = grab(wanted, limit);
        int places = parts.bulkhead().take(ours, this::wake);
        underWay.addAndGet(places - ours);
        if (places == 0) {
            return 0;
        }
        List<Delivery> claimed = List.of();
        try {
            claimed =
                    parts.deliveries().claim(subscription, now, places).await().indefinitely();
        } finally {
            underWay.addAndGet(claimed.size() - places);
            parts.bulkhead().giveBack(places - claimed.size());
        }
        more = inLine || claimed.size() == places;
        claimed.forEach(this::send);
        return claimed.size();
    }

    /** Takes at most so many places, and no more than the limit leaves. */
    private int grab(int wanted, int limit) {
        int before = underWay.getAndUpdate(taken -> taken + Math.clamp((long) limit - taken, 0, wanted));
        return Math.clamp((long) limit - before, 0, wanted);
    }

    private void attempt(Delivery delivery) {
        try {
            if (parts.worker().attempt(delivery)) {
                trust.succeeded();
            } else {
                trust.failed(parts.clock().instant());
            }
        } catch (RuntimeException e) {
            LOG.warnf("%s to %s comes again after its lease: %s", delivery.event(), subscription, e.getMessage());
        } finally {
            release();
        }
    }
}
