package dev.oneping.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** Prints measurements and their definitions. */
final class BenchReport {

    private static final String DEFINITION = """
            One notification is through when a publisher has POSTed it to /v1/notify (HTTP/1.1, one connection, kept), the
            frame has come to a device, the device has written its ack "acted" to its socket, and the publisher has read
            the 202. A publisher has one under way at a time. Latency is from the moment before the POST is written to the
            arrival of the frame at the device; at a fixed rate, one that its publisher could not begin in time counts from
            when it was due. CPU is user and kernel time of the process, divided by the notifications.""";

    private static final String TIMERS = """
            The loop that watches timers in the service, over %d shards, at most %d of a shard at a time, on a Redis of its
            own with an append-only file. A timer that fires is removed; it is late from when it was due to when its work
            begins.

            """;

    private static final String WEBHOOKS = """
            %d subscriptions, each to an endpoint of its own on this machine that answers 204 at once. An event is a
            notification accepted for a person without a device, and goes to all. Latency is from the event's time to its
            arrival, at %d of the endpoints; the last one is the one that is to hang.

            """;

    private static final String ISOLATION = """
            Two tenants on one service. The busy one may send %d requests a second, and does one kind of thing as often as that;
            it has %3$,d notifications that ended or are held. The quiet one sends %2$d notifications a second to connected
            devices that answer. Its latency is from the POST to the arrival at the device, alone and beside the busy tenant, in
            turns.

            """;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    void say(String text) {
        out.println(text);
    }

    void definition() {
        out.println();
        out.println(DEFINITION);
        out.println();
    }

    void header() {
        out.printf(
                "%-32s %10s %9s %9s %9s %9s   %s%n",
                "", "per second", "p50 ms", "p95 ms", "p99 ms", "max ms", "CPU ms per notification");
    }

    void row(Measurement measured) {
        out.printf(
                "%-32s %,10.0f %9.2f %9.2f %9.2f %9.2f   %s%n",
                measured.title(),
                measured.perSecond(),
                measured.milliseconds(50),
                measured.milliseconds(95),
                measured.milliseconds(99),
                measured.milliseconds(100),
                measured.cpu().stream()
                        .map(cpu -> "%s %.3f".formatted(cpu.process(), measured.cpuMillisecondsEach(cpu)))
                        .collect(Collectors.joining(", ")));
        if (measured.failures() > 0) {
            out.printf("  %d did not come to a device; the first: %s%n", measured.failures(), measured.firstFailure());
        }
    }

    /** Prints the comparison of the service with the bare relay. */
    void ratio(Measurement relay, Measurement service) {
        out.printf(
                "%nThe service carries %.0f %% of the relay's notifications per second.%n",
                100 * service.perSecond() / relay.perSecond());
    }

    /** Says that a process is not watched, and why. */
    void missing(String process) {
        out.println(
                "The process of " + process + " was not found on this machine (it is elsewhere, or this is not Linux),"
                        + " so its figures are left out.");
    }

    /** Says whether the last notifications really were answered. */
    void readBack(int asked, List<String> unanswered) {
        out.printf(
                "%nOf the last %d notifications, %d are \"acted\" when read back%s%n",
                asked, asked - unanswered.size(), unanswered.isEmpty() ? "." : ", and these are not: " + unanswered);
    }

    void memory(String process, long before, long after, int count, String thing) {
        out.printf(
                "%-14s %,8d kB before, %,8d kB after: %.2f kB for each %s%n",
                process, before / 1024, after / 1024, (after - before) / 1024.0 / count, thing);
    }

    void timersDefinition(int batch, int shards) {
        out.printf(TIMERS, shards, batch);
    }

    /** Prints the delays of timers. */
    void timers(String title, long fired, long spanMillis, Histogram lateMillis, boolean inTime) {
        out.printf(
                "%-32s %,9d fired, %,8.0f a second; late by p50 %,d ms, p99 %,d ms, at most %,d ms%s%n",
                title,
                fired,
                fired * 1000.0 / Math.max(1, spanMillis),
                lateMillis.getValueAtPercentile(50),
                lateMillis.getValueAtPercentile(99),
                lateMillis.getMaxValue(),
                inTime ? "" : " (they were not all set before the first was due)");
    }

    /** Prints the cost of a process while no timer is due. */
    void idle(Watched process, Duration used, Duration span) {
        out.printf("%-10s %.1f %% of one processor%n", process.name(), 100.0 * used.toNanos() / span.toNanos());
    }

    void webhooksDefinition(int endpoints) {
        out.printf(WEBHOOKS, endpoints, endpoints - 1);
    }

    void isolationDefinition(int limit, int rate, int stored) {
        out.printf(ISOLATION, limit, rate, stored);
    }

    void isolationHeader() {
        out.printf(
                "%-34s %10s %10s %10s %10s %7s   %s%n",
                "the busy tenant", "alone p50", "beside p50", "alone p99", "beside p99", "ratio", "answered, refused");
    }

    /** Prints latencies of the quiet tenant, in nanoseconds, alone and beside the busy one. */
    void isolation(String title, Histogram alone, Histogram beside, long answered, long refused) {
        double before = alone.getValueAtPercentile(99) / 1e6;
        double after = beside.getValueAtPercentile(99) / 1e6;
        out.printf(
                "%-34s %10.2f %10.2f %10.2f %10.2f %7.2f   %,d, %,d%n",
                title,
                alone.getValueAtPercentile(50) / 1e6,
                beside.getValueAtPercentile(50) / 1e6,
                before,
                after,
                after / Math.max(0.001, before),
                answered,
                refused);
    }

    void deliveries(String title, long count, Duration span, Histogram micros) {
        out.printf(
                "%-32s %,9.0f deliveries a second; p50 %.1f ms, p99 %.1f ms, at most %.1f ms%n",
                title,
                count * 1e9 / span.toNanos(),
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getMaxValue() / 1e3);
    }

    void cpuEach(Watched process, Duration used, long count, String thing) {
        out.printf(
                "%-10s %.3f ms of CPU for each %s%n", process.name(), used.toNanos() / 1e6 / Math.max(1, count), thing);
    }

    /** Prints the effect of a hanging receiver on the others. */
    void change(Histogram without, Histogram with) {
        double before = without.getValueAtPercentile(99) / 1e3;
        double after = with.getValueAtPercentile(99) / 1e3;
        out.printf(
                "%nThe p99 of the others is %.1f ms without and %.1f ms with one that hangs: %+.0f %%.%n",
                before, after, 100 * (after - before) / Math.max(0.001, before));
    }
}
