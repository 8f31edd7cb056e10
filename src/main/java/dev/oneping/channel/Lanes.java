package dev.oneping.channel;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where blocking work for channels is done: a virtual thread for each message, and for each channel so many at once and no
 * more, so that a provider that hangs delays nobody else's messages.
 */
@Singleton
class Lanes {

    /** So many messages may wait for room on their lanes, for each place that there is. */
    private static final int WAITING_PER_PLACE = 16;

    private final ChannelConfig config;
    private final MeterRegistry metrics;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore inAll;
    private final Map<String, Semaphore> lanes = new ConcurrentHashMap<>();

    Lanes(ChannelConfig config, MeterRegistry metrics) {
        this.config = config;
        this.metrics = metrics;
        this.inAll = new Semaphore(config.concurrency() * WAITING_PER_PLACE);
    }

    void stop(@Observes ShutdownEvent ignored) {
        threads.shutdown();
    }

    /** Does the work on a thread of its own; false, and nothing done, where too much waits already. */
    boolean begin(Runnable work) {
        if (!inAll.tryAcquire()) {
            return false;
        }
        threads.execute(() -> {
            try {
                work.run();
            } finally {
                inAll.release();
            }
        });
        return true;
    }

    /** Does the work as soon as there is room on the lane; the other thing where there is none in time. */
    <T> T in(String lane, Supplier<T> work, Supplier<T> otherwise) {
        Semaphore places = lanes.computeIfAbsent(lane, this::open);
        try {
            if (!places.tryAcquire(config.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                return otherwise.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise.get();
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private Semaphore open(String lane) {
        Semaphore places = new Semaphore(config.concurrency());
        metrics.gauge(
                "oneping.channel.under.way",
                Tags.of("channel", lane),
                places,
                each -> config.concurrency() - each.availablePermits());
        return places;
    }
}
