package dev.oneping.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToIntFunction;

/** The metrics of a channel, under {@code redis.streams.*} with the channel as the only tag. */
final class ChannelMeters {

    private final MeterRegistry registry;
    private final String channel;

    final Counter received;
    final Counter reclaimed;
    final Counter acknowledged;
    final Counter refused;
    final Counter deadLettered;
    final Counter trimmed;
    final Counter sent;

    ChannelMeters(MeterRegistry registry, String channel) {
        this.registry = registry;
        this.channel = channel;
        received = counter("received", "Entries read for the first time");
        reclaimed = counter("reclaimed", "Pending entries claimed again, from this or another consumer");
        acknowledged = counter("acknowledged", "Entries acknowledged");
        refused = counter("refused", "Entries that the handler rejected (nack)");
        deadLettered = counter("dead.lettered", "Entries copied to the dead letter stream");
        trimmed = counter("trimmed", "Pending entries that were trimmed from the stream before they were handled");
        sent = counter("sent", "Entries appended");
    }

    /** Registers a gauge, replacing a previous one of that name. */
    <T> void watch(String name, T owner, ToIntFunction<T> quantity) {
        registry.find("redis.streams." + name).tag("channel", channel).gauges().forEach(registry::remove);
        Gauge.builder("redis.streams." + name, owner, quantity::applyAsInt)
                .tag("channel", channel)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder("redis.streams." + name)
                .description(description)
                .tag("channel", channel)
                .register(registry);
    }
}
