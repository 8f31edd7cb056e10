package dev.oneping.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processor time of a Java process by the purpose of its threads. All are zero for other processes.
 *
 * @param compilers of the JIT compilers
 * @param collector of the garbage collector
 */
record ThreadTimes(Duration compilers, Duration collector) {

    private static final long TICK_MS = 10;
    private static final int UTIME = 11;
    private static final int STIME = 12;

    /** Reads what a process has used so far. */
    static ThreadTimes of(Watched watched) {
        Path tasks = Path.of("/proc", Long.toString(watched.process().pid()), "task");
        Duration compilers = Duration.ZERO;
        Duration collector = Duration.ZERO;
        try (Stream<Path> threads = Files.list(tasks)) {
            for (Path thread : threads.toList()) {
                String stat = read(thread.resolve("stat"));
                String name =
                        stat.substring(stat.indexOf('(') + 1, Math.max(stat.indexOf('(') + 1, stat.lastIndexOf(')')));
                if (name.startsWith("C1 ") || name.startsWith("C2 ")) {
                    compilers = compilers.plus(used(stat));
                } else if (name.startsWith("GC ") || name.startsWith("G1 ") || name.startsWith("VM Thread")) {
                    collector = collector.plus(used(stat));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return new ThreadTimes(Duration.ZERO, Duration.ZERO);
        }
        return new ThreadTimes(compilers, collector);
    }

    ThreadTimes minus(ThreadTimes before) {
        return new ThreadTimes(compilers.minus(before.compilers), collector.minus(before.collector));
    }

    private static Duration used(String stat) {
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        return Duration.ofMillis(TICK_MS * (Long.parseLong(fields.get(UTIME)) + Long.parseLong(fields.get(STIME))));
    }

    /** Empty for a thread that has just ended. */
    private static String read(Path stat) {
        try {
            return Files.readString(stat);
        } catch (IOException e) {
            return "(ended) R 0 0 0 0 0 0 0 0 0 0 0 0";
        }
    }
}
