package dev.oneping.channel;

import dev.oneping.redis.time.Time;
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
 * Bulkheads for blocking channel sends: virtual threads, with a concurrency and a queue limit per provider, so that a
 * hanging provider cannot delay messages to others.
 */
@Singleton
class SendBulkheads {

    /** The limit of messages on one lane, in flight or waiting, per permit of the lane. */
    private static final int ON_A_LANE = 4;

    /**
     * The limit of messages on all lanes together, per permit: several providers may hang before others are affected.
     */
    private static final int IN_ALL = 32;

    private final ChannelConfig config;
    private final MeterRegistry metrics;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore inAll;

    /** The lanes that are in use. */
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

    /** Runs the work on a thread of its own; returns false, without running it, if too many messages wait already. */
    boolean begin(Runnable work) {
        if (!inAll.tryAcquire()) {
            return false;
        }
        Time.begun(1);
        threads.execute(() -> {
            try {
                work.run();
            } finally {
                Time.ended();
                inAll.release();
            }
        });
        return true;
    }

    /** Runs the work as soon as the lane has room; the alternative if it has none in time. */
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
     * The unit of isolation: messages on the same lane wait for one another.
     *
     * @param channel  the channel's name in metrics
     * @param provider the provider, if the channel has several
     */
    record Lane(String channel, String provider) {}

    /** The messages on one lane. Their number changes only within atomic updates of the map. */
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

        /** Returns whether it was the last message on the lane. */
        boolean left() {
            return --messages == 0;
        }

        boolean hasRoom() {
            return messages <= most;
        }
    }
}
