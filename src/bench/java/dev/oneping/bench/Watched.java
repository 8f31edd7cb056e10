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

    /** This driver. */
    static Watched driver() {
        return new Watched("driver", ProcessHandle.current());
    }

    /** The processor time it has used so far, in user and kernel mode; the kernel counts in steps of 10 ms. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
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
