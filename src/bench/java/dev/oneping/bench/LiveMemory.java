package dev.oneping.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures the live memory of a Java process on this machine: its resident memory without garbage and free heap. Each
 * measurement triggers a garbage collection in that process.
 */
final class LiveMemory {

    private static final long KILO = 1024;

    /** As GC.heap_info says it: {@code … used 52377K [0x0000000687400000, 0x0000000800000000)}. */
    private static final Pattern HEAP = Pattern.compile("used (\\d+)K \\[0x(\\p{XDigit}+), 0x(\\p{XDigit}+)\\)");

    private static final Pattern MAPPING = Pattern.compile("(\\p{XDigit}+)-(\\p{XDigit}+) .*");
    private static final Pattern RESIDENT = Pattern.compile("Rss: +(\\d+) kB");

    private LiveMemory() {}

    /** In bytes; empty where it is no process of a JDK like ours, or no Linux. */
    static OptionalLong of(Watched watched) {
        String pid = Long.toString(watched.process().pid());
        jcmd(pid, "GC.run");
        Matcher heap = HEAP.matcher(jcmd(pid, "GC.heap_info"));
        Path mappings = Path.of("/proc", pid, "smaps");
        if (!heap.find() || !Files.isReadable(mappings)) {
            return OptionalLong.empty();
        }
        try {
            long ofHeap = resident(mappings, address(heap.group(2)), address(heap.group(3)));
            return OptionalLong.of(watched.residentBytes() - ofHeap + Long.parseLong(heap.group(1)) * KILO);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Returns the resident bytes of an address range. */
    private static long resident(Path mappings, long from, long to) throws IOException {
        long sum = 0;
        boolean inside = false;
        for (String line : Files.readAllLines(mappings)) {
            Matcher mapping = MAPPING.matcher(line);
            Matcher resident = RESIDENT.matcher(line);
            if (mapping.matches()) {
                inside = address(mapping.group(1)) >= from && address(mapping.group(2)) <= to;
            } else if (inside && resident.matches()) {
                sum += Long.parseLong(resident.group(1)) * KILO;
            }
        }
        return sum;
    }

    private static long address(String hex) {
        return Long.parseUnsignedLong(hex, 16);
    }

    /** Returns the output of the JDK's tool; useless if attaching is not permitted. */
    private static String jcmd(String pid, String question) {
        String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process asking = new ProcessBuilder(tool, pid, question)
                    .redirectErrorStream(true)
                    .start();
            return new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
