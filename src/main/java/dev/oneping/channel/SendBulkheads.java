package dev.oneping.channel;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Where blocking work for channels is done: a virtual thread for each message, and for each provider so many at once and no
 * more, and so many that wait, so that one that hangs delays nobody else's messages.
 */
@Singleton
class SendBulkheads {

    /** So many messages may be on one lane, under way or waiting for room, for each place that it has. */
    private static final int ON_A_LANE = 4;

    /** So many on all lanes together: several providers may hang before others feel it. */
    private static final int IN_ALL = 32;

    private final ChannelConfig config;
    private final MeterRegistry metrics;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore inAll;

    /** Only those that somebody is on. */
    private final Map<Lane, Traffic> lanes = new ConcurrentHashMap<>();

    private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();

    SendBulkheads(ChannelConfig config, MeterRegistry metrics) {
        this.config = config;
        this.metrics = metrics;
        this.inAll = new Semaphore(config.concurrency() * IN_ALL);
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
    <T> T in(Lane lane, Supplier<T> work, Supplier<T> otherwise) {
        Traffic traffic = Objects.requireNonNull(lanes.compute(
                lane, (same, known) -> (known == null ? new Traffic(config.concurrency()) : known).joined()));
        try {
            return traffic.hasRoom() && hasPlace(traffic) ? under(lane.channel(), traffic, work) : otherwise.get();
        } finally {
            lanes.computeIfPresent(lane, (same, known) -> known.left() ? null : known);
        }
    }

    private boolean hasPlace(Traffic traffic) {
        try {
            return traffic.places.tryAcquire(config.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private <T> T under(String channel, Traffic traffic, Supplier<T> work) {
        AtomicInteger count = underWay.computeIfAbsent(channel, this::gauge);
        count.incrementAndGet();
        try {
            return work.get();
        } finally {
            count.decrementAndGet();
            traffic.places.release();
        }
    }

    private AtomicInteger gauge(String channel) {
        AtomicInteger count = new AtomicInteger();
        metrics.gauge("oneping.channel.under.way", Tags.of("channel", channel), count);
        return count;
    }

    /**
     * Whose messages wait for one another.
     *
     * @param channel  its name in metrics
     * @param provider who takes the messages, where the channel has several
     */
    record Lane(String channel, String provider) {}

    /** The messages on one lane. How many they are changes only where the map is changed. */
    private static final class Traffic {

        private final int most;
        private final Semaphore places;
        private volatile int messages;

        Traffic(int places) {
            this.most = places * ON_A_LANE;
            this.places = new Semaphore(places);
        }

        Traffic joined() {
            messages++;
            return this;
        }

        /** Whether it was the last. */
        boolean left() {
            return --messages == 0;
        }

        boolean hasRoom() {
            return messages <= most;
        }
    }
}
