package dev.oneping.connection.grip;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** Metrics of GRIP proxies. */
@Singleton
class GripMetrics {

    private static final String ITEMS = "oneping.grip.items";
    private static final String SIGNATURES = "oneping.grip.signatures";

    private final Counter good;
    private final Counter bad;
    private final Counter published;
    private final Counter refused;
    private final Counter failed;
    private final Counter dropped;
    private final Counter retries;
    private final AtomicInteger waiting;

    GripMetrics(MeterRegistry registry) {
        good = registry.counter(SIGNATURES, "verified", "true");
        bad = registry.counter(SIGNATURES, "verified", "false");
        published = registry.counter(ITEMS, "outcome", "published");
        refused = registry.counter(ITEMS, "outcome", "refused");
        failed = registry.counter(ITEMS, "outcome", "failed");
        dropped = registry.counter(ITEMS, "outcome", "dropped");
        retries = registry.counter("oneping.grip.publish.retries");
        waiting = registry.gauge("oneping.grip.items.waiting", new AtomicInteger());
    }

    /** Counts a request with a signature. */
    void signature(boolean verified) {
        (verified ? good : bad).increment();
    }

    /** Counts a queued item. */
    void waits() {
        waiting.incrementAndGet();
    }

    /** Counts an item that has left the queue. */
    void done(PublishResult outcome) {
        waiting.decrementAndGet();
        switch (outcome) {
            case TAKEN -> published.increment();
            case REFUSED -> refused.increment();
            case FAILED -> failed.increment();
        }
    }

    /** Counts an item dropped because the queue is full. */
    void dropped() {
        dropped.increment();
    }

    /** Counts a repeated batch. */
    void retried() {
        retries.increment();
    }
}
