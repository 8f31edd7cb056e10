package dev.oneping.connection.grip;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted of GRIP proxies. */
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

    /** A request had a signature. */
    void signature(boolean verified) {
        (verified ? good : bad).increment();
    }

    /** An item waits to be published. */
    void waits() {
        waiting.incrementAndGet();
    }

    /** An item waits no longer. */
    void done(PublishResult outcome) {
        waiting.decrementAndGet();
        switch (outcome) {
            case TAKEN -> published.increment();
            case REFUSED -> refused.increment();
            case FAILED -> failed.increment();
        }
    }

    /** An item found no room to wait. */
    void dropped() {
        dropped.increment();
    }

    /** A batch is sent once more. */
    void retried() {
        retries.increment();
    }
}
