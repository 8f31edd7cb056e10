package dev.oneping.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Prints a comparison of peers: every round, then the medians as a table. */
final class PeerReport {

    private static final String DEFINITION = """
            %,d devices, one of each user; %d publishers; %d rounds of %d s for each pace and peer, on %d processors that
            the driver shares. One driver for all: it posts, waits for the frame at the device and for the answer, and the
            device answers "acted". In the closed loop a publisher has one under way; at the fixed rate the notifications
            are evenly spaced. CPU is that of a process and its children, such as a Redis that rewrites its file.
            """;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    void begin(Options options) {
        out.printf(
                DEFINITION + "%n",
                options.devices(),
                options.publishers(),
                options.rounds(),
                options.span().toSeconds(),
                Runtime.getRuntime().availableProcessors());
    }

    void round(int round, String name, Measurement closed, Measurement paced, ThreadTimes threads) {
        out.printf(
                "round %d  %-18s closed loop %,6.0f/s p50 %.2f p99 %.2f ms, %s; %,d/s p50 %.2f p99 %.2f ms, sends %.2f to"
                        + " %.2f ms apart%s%n",
                round,
                name,
                closed.perSecond(),
                closed.milliseconds(50),
                closed.milliseconds(99),
                cpu(closed),
                Math.round(paced.perSecond()),
                paced.milliseconds(50),
                paced.milliseconds(99),
                paced.gaps().getValueAtPercentile(1) / 1e6,
                paced.gaps().getValueAtPercentile(99) / 1e6,
                threads.compilers().plus(threads.collector()).isZero() ? "" : threads(threads, closed));
        failures(closed);
        failures(paced);
    }

    private static String cpu(Measurement measured) {
        StringBuilder text = new StringBuilder("CPU ms each:");
        measured.cpu()
                .forEach(cpu -> text.append(" %s %.3f".formatted(cpu.process(), measured.cpuMillisecondsEach(cpu))));
        return text.toString();
    }

    private static String threads(ThreadTimes threads, Measurement closed) {
        return "; of its CPU in the closed loop compilers %.1f %%, collector %.1f %% of a processor"
                .formatted(
                        100.0 * threads.compilers().toNanos() / closed.span().toNanos(),
                        100.0 * threads.collector().toNanos() / closed.span().toNanos());
    }

    private void failures(Measurement measured) {
        if (measured.failures() > 0) {
            out.printf("  %d did not come to a device; the first: %s%n", measured.failures(), measured.firstFailure());
        }
    }

    /** Prints the table in Markdown, as docs/performance.md has it. */
    void medians(Map<String, PeerFigures> medians, Options options) {
        out.printf(
                "%n| medians | a second | p99 | p50 at %,d/s | p99 at %,d/s | CPU each | of it Redis | scripts | commands |"
                        + " to Redis | stored | allocated |%n|---|---|---|---|---|---|---|---|---|---|---|---|%n",
                options.rate(), options.rate());
        medians.forEach((name, it) -> out.printf(
                "| %s | %,.0f | %s | %s | %s | %.3f ms | %s | %s | %s | %s | %s | %s |%n",
                name,
                it.perSecond(),
                milliseconds(it.closedP99()),
                milliseconds(it.pacedP50()),
                milliseconds(it.pacedP99()),
                it.cpuEach(),
                known(it.redisEach(), "%.3f ms"),
                known(it.scriptsEach(), "%.2f"),
                known(it.commandsEach(), "%.1f"),
                known(it.bytesEach() / 1e3, "%.2f kB"),
                known(it.storedEach() / 1e3, "%.2f kB"),
                known(it.allocatedEach() / 1e3, "%.0f kB")));
        PeerFigures ours = medians.get("oneping");
        PeerFigures theirs = medians.get("Socket.IO + Redis");
        if (ours != null && theirs != null) {
            out.printf(
                    "%noneping delivers %.2f times as many a second as the Socket.IO program, with %.2f times its CPU for"
                            + " each.%n",
                    ours.perSecond() / theirs.perSecond(), ours.cpuEach() / theirs.cpuEach());
        }
    }

    private static String milliseconds(double value) {
        return known(value, "%.2f ms");
    }

    private static String known(double value, String format) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
    }
}
