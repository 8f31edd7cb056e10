package dev.oneping.bench;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a peer and its Redis count themselves in the span of a measurement: the difference of two looks. */
final class PeerCounts implements Measurement.Span {

    private final Peer peer;
    private @Nullable RedisCounters redis;
    private OptionalLong allocated = OptionalLong.empty();
    private ThreadTimes threads = new ThreadTimes(Duration.ZERO, Duration.ZERO);

    PeerCounts(Peer peer) {
        this.peer = peer;
    }

    @Override
    public void begins() {
        redis = counters();
        allocated = peer.allocated();
        threads = ThreadTimes.of(peer.processes().getFirst());
    }

    @Override
    public void ends() {
        threads = ThreadTimes.of(peer.processes().getFirst()).minus(threads);
        OptionalLong now = peer.allocated();
        allocated = now.isPresent() && allocated.isPresent()
                ? OptionalLong.of(now.getAsLong() - allocated.getAsLong())
                : OptionalLong.empty();
        RedisCounters after = counters();
        redis = after == null || redis == null ? null : after.minus(redis);
    }

    private @Nullable RedisCounters counters() {
        return peer.redisPort().isPresent()
                ? RedisCounters.at(peer.redisPort().getAsInt(), peer.redisPassword())
                : null;
    }

    /** Returns what its Redis counted; null if it has none. */
    @Nullable
    RedisCounters redis() {
        return redis;
    }

    /** Returns the bytes that it allocated, as far as that is known. */
    OptionalDouble allocated() {
        return allocated.isPresent() ? OptionalDouble.of(allocated.getAsLong()) : OptionalDouble.empty();
    }

    /** Returns the processor time of its compilers and its garbage collector. */
    ThreadTimes threads() {
        return threads;
    }
}
