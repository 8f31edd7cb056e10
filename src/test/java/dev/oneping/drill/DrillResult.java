package dev.oneping.drill;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was seen in a row.
 *
 * @param unavailable  the requests that were answered 503
 * @param broken       the requests without an answer
 * @param rung         the attempts shown after the user's answer
 * @param servedAfter  the time from the end of the fault to the next 202
 * @param closes       the ends of connections by close code; 0 for a broken one
 * @param faults       the broken promises
 */
record DrillResult(
        DrillRow row,
        int accepted,
        int unavailable,
        int broken,
        int ended,
        int offline,
        int rung,
        Duration servedAfter,
        Map<Integer, Integer> closes,
        List<String> faults) {

    static final String HEADER = String.format(
            "%-26s %-15s %8s %6s %6s %6s %8s %5s %8s  %s%n",
            "fault", "promised", "accepted", "503", "broken", "ended", "offline", "rung", "after", "seen");

    boolean holds() {
        return faults.isEmpty();
    }

    String line() {
        return String.format(
                "%-26s %-15s %8d %6d %6d %6d %8d %5d %6.1f s  %s%s%n",
                row.title,
                row.excuse.promised,
                accepted,
                unavailable,
                broken,
                ended,
                offline,
                rung,
                servedAfter.toMillis() / 1000.0,
                holds()
                        ? "kept"
                        : "BROKEN: "
                                + String.join("; ", faults.stream().limit(4).toList()),
                closes.isEmpty() ? "" : " (closes " + new TreeMap<>(closes) + ")");
    }
}
