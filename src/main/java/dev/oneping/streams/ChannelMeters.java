package dev.oneping.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToIntFunction;

/** What a channel counts, under {@code redis.streams.*} with the channel as the only tag. */
final class ChannelMeters {

    private final MeterRegistry registry;
    private final String channel;

    final Counter received;
    final Counter takenOver;
    final Counter acknowledged;
    final Counter refused;
    final Counter deadLettered;
    final Counter trimmed;
    final Counter sent;

    ChannelMeters(MeterRegistry registry, String channel) {
        this.registry = registry;
        this.channel = channel;
        received = counter("received", "Entries read for the first time");
        takenOver = counter("taken.over", "Pending entries taken again, from this or another consumer");
        acknowledged = counter("acknowledged", "Entries acknowledged");
        refused = counter("refused", "Entries that their handler refused");
        deadLettered = counter("dead.lettered", "Entries copied to the dead letter stream");
        trimmed = counter("trimmed", "Pending entries that the stream had trimmed before they were handled");
        sent = counter("sent", "Entries appended");
    }

    /** Shows a bounded quantity as it is when asked, in the place of one that was shown before. */
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
