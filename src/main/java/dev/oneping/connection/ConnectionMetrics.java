package dev.oneping.connection;

import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.frame.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Metrics of connections. There are no labels by user or device: too many values, and they would expose users. */
@Singleton
public class ConnectionMetrics {

    private static final String CLOSED = "oneping.connections.closed";

    private final AtomicInteger connections;
    private final Counter in;
    private final Counter out;
    private final Counter overflows;
    private final Counter undelivered;
    private final Counter lost;
    private final Counter deferred;
    private final Counter[] closed;
    private final Counter[] refused;

    public ConnectionMetrics(MeterRegistry registry) {
        connections = registry.gauge("oneping.connections", new AtomicInteger());
        in = registry.counter("oneping.frames.in");
        out = registry.counter("oneping.frames.out");
        overflows = registry.counter("oneping.outbox.overflows");
        undelivered = registry.counter("oneping.frames.undelivered");
        deferred = registry.counter("oneping.connections.deferred");
        lost = registry.counter(CLOSED, "code", "lost");
        closed = Arrays.stream(CloseCode.values())
                .map(code -> registry.counter(CLOSED, "code", Short.toString(code.code())))
                .toArray(Counter[]::new);
        refused = Arrays.stream(ErrorCode.values())
                .map(code -> registry.counter("oneping.frames.refused", "code", code.code()))
                .toArray(Counter[]::new);
    }

    void opened() {
        connections.incrementAndGet();
    }

    /** Counts a connection closed by the server. */
    void closed(CloseCode code) {
        connections.decrementAndGet();
        closed[code.ordinal()].increment();
    }

    /** Counts a connection ended by the peer or the network. */
    void lost() {
        connections.decrementAndGet();
        lost.increment();
    }

    /** Counts a connection rejected with a time to retry. */
    public void deferred() {
        deferred.increment();
    }

    void frameIn() {
        in.increment();
    }

    void frameOut() {
        out.increment();
    }

    void refused(ErrorCode code) {
        refused[code.ordinal()].increment();
    }

    void overflow() {
        overflows.increment();
    }

    /** Counts frames whose session is no longer here, or whose node's queue is full. */
    public void undelivered(int frames) {
        undelivered.increment(frames);
    }
}
