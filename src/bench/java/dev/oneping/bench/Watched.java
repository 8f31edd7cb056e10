package dev.oneping.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A process of this machine, observed from outside.
 *
 * @param name    what it is
 * @param process which one
 */
record Watched(String name, ProcessHandle process) {

    private static final long KILO = 1024;
    private static final long TICK_MS = 10;

    /** Fields of proc_pid_stat(5), counted from 1: own user time to the children's system time. */
    private static final int UTIME = 14;

    private static final int STIME = 15;
    private static final int CSTIME = 17;
    private static final int AFTER_NAME = 3;

    /** This driver. */
    static Watched driver() {
        return new Watched("driver", ProcessHandle.current());
    }

    /**
     * The processor time that it and its children have used so far, in user and kernel mode: those that run, and those
     * that have ended, such as a Redis that rewrote its append-only file. The kernel counts in steps of 10 ms.
     */
    Duration cpu() {
        return process.children()
                .map(child -> cpu(child.pid(), UTIME, STIME))
                .reduce(cpu(process.pid(), UTIME, CSTIME), Duration::plus);
    }

    /** Returns the sum of the fields of {@code /proc/<pid>/stat} in a range; zero if that cannot be read. */
    private static Duration cpu(long pid, int first, int last) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The second field is the name in parentheses, which may contain spaces.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int field = first; field <= last; field++) {
                ticks += Long.parseLong(fields[field - AFTER_NAME]);
            }
            return Duration.ofMillis(ticks * TICK_MS);
        } catch (IOException e) {
            return Duration.ZERO;
        }
    }

    /** Returns its resident memory in bytes; 0 if that cannot be read. */
    long residentBytes() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KILO)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
