package dev.oneping.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** How many attempts this node makes at once, over all endpoints. Lanes that find it full are woken one for each end. */
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
     * Takes at most so many places.
     *
     * @param whenFree called once when there may be places again, if there is none now
     */
    int take(int wanted, Runnable whenFree) {
        int got = grab(wanted);
        if (got == 0 && wanted > 0) {
            waiting.add(whenFree);
            // A place may have come free between the look and the line.
            if (taken.get() < most) {
                wakeOne();
            }
        }
        return got;
    }

    /** Takes one place, if there is one now. */
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
