package dev.oneping.webhook.delivery;

import dev.oneping.webhook.subscription.WebhookConfig;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the attempts that this node makes at once, over all endpoints. A lane that finds it full is woken when a
 * permit is returned, one lane per permit.
 */
@Singleton
class AttemptBulkhead {

    private final int most;
    private final AtomicInteger taken = new AtomicInteger();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    AttemptBulkhead(WebhookConfig config, MeterRegistry registry) {
        this.most = config.concurrencyInAll();
        registry.gauge("oneping.webhook.under.way", taken);
    }

    /**
     * Acquires up to {@code wanted} permits.
     *
     * @param whenFree called once when permits may be available again, if none is available now
     */
    int take(int wanted, Runnable whenFree) {
        int got = grab(wanted);
        if (got == 0 && wanted > 0) {
            waiting.add(whenFree);
            // A permit may have been returned between the attempt to acquire and joining the queue.
            if (taken.get() < most) {
                wakeOne();
            }
        }
        return got;
    }

    /** Acquires one permit if one is available now. */
    boolean tryTake() {
        return grab(1) == 1;
    }

    void giveBack(int places) {
        taken.addAndGet(-places);
        for (int i = 0; i < places; i++) {
            wakeOne();
        }
    }

    private int grab(int wanted) {
        while (true) {
            int before = taken.get();
            int got = Math.min(wanted, most - before);
            if (got <= 0) {
                return 0;
            }
            if (taken.compareAndSet(before, before + got)) {
                return got;
            }
        }
    }

    private void wakeOne() {
        Runnable next = waiting.poll();
        if (next != null) {
            next.run();
        }
    }
}
