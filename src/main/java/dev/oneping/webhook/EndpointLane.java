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
    private final LaneParts parts;
    private final Trust trust;
    private final Pace pace = new Pace();

    private final AtomicInteger underWay = new AtomicInteger();
    /** Set by whoever wants the queue looked at, cleared by the one thread that does. */
    private final AtomicBoolean wanted = new AtomicBoolean();

    private final AtomicBoolean looking = new AtomicBoolean();

    /**
     * Whether the end of an attempt is a reason to look: the last look left something where it was, or the next of a line
     * comes forward. Without it nothing is due before somebody says so, and looking costs Redis a script.
     */
    private volatile boolean more;

    EndpointLane(SubscriptionRef subscription, LaneParts parts, Trust trust) {
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
            take(trust.room(Instant.MAX) - underWay.get(), true, now);
            return;
        }
        if (known.get().state(now) == Subscription.State.PAUSED) {
            return;
        }
        int room = trust.room(now) - underWay.get();
        if (room <= 0) {
            lookWhenTrusted(now);
            return;
        }
        Integer rate = known.get().wish().rate();
        boolean inLine = known.get().wish().order() == Order.PER_USER;
        if (rate == null) {
            take(room, inLine, now);
            return;
        }
        int allowed = pace.take(room, rate, now);
        pace.giveBack(allowed - take(allowed, inLine, now));
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

    private int take(int room, boolean inLine, Instant now) {
        int places = parts.bulkhead().take(Math.max(0, room), this::wake);
        if (places == 0) {
            return 0;
        }
        List<Delivery> claimed = List.of();
        try {
            claimed =
                    parts.deliveries().claim(subscription, now, places).await().indefinitely();
        } finally {
            parts.bulkhead().giveBack(places - claimed.size());
        }
        more = inLine || claimed.size() == places;
        for (Delivery delivery : claimed) {
            underWay.incrementAndGet();
            Thread.ofVirtual().name("webhook").start(() -> attempt(delivery));
        }
        return claimed.size();
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
            underWay.decrementAndGet();
            parts.bulkhead().giveBack(1);
            if (more) {
                wake();
            }
        }
    }
}
