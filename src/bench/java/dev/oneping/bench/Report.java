package dev.oneping.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Prints what was measured, and what exactly that is. */
final class Report {

    private static final String DEFINITION = """
            One notification is through when a publisher has POSTed it to /v1/notify (HTTP/1.1, one connection, kept), the
            frame has come to a device, the device has written its ack "acted" to its socket, and the publisher has read
            the 202. A publisher has one under way at a time. Latency is from the moment before the POST is written to the
            arrival of the frame at the device; at a fixed rate, one that its publisher could not begin in time counts from
            when it was due. CPU is user and kernel time of the process, divided by the notifications.""";

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

    /** How the service compares with the bare relay: what all the rest costs. */
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

    void memory(String process, long before, long after, int connections) {
        out.printf(
                "%-10s %,8d kB before, %,8d kB after: %.1f kB for each connection%n",
                process, before / 1024, after / 1024, (after - before) / 1024.0 / connections);
    }
}
