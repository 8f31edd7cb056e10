package dev.oneping.bench;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Measures the memory cost of idle connections: that of the service and of Redis, before and after they are opened. */
final class Idle {

    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final int FIRST_EACH = 50;

    private final Options options;
    private final BenchReport report;

    Idle(Options options, BenchReport report) {
        this.options = options;
        this.report = report;
    }

    /** Measures and prints; always true, because a failure throws. */
    boolean measure(Service service) throws InterruptedException {
        List<Watched> processes = Sockets.now().behind(service, report);
        report.say(
                "%,d people with one connected device each, which does nothing; resident memory of the whole process:"
                        .formatted(options.connections()));
        report.say("with whatever garbage it holds; and without it, nor room for more, after a collection.");
        int publishers = options.publishers();
        // What the first connections load and compile is not what a connection costs.
        try (Fleet first = Fleet.connect(new OnepingProtocol(service), FIRST_EACH * publishers, 1, publishers)) {
            Thread.sleep(SETTLING);
            List<Long> before = processes.stream().map(Watched::residentBytes).toList();
            List<OptionalLong> liveBefore =
                    processes.stream().map(LiveMemory::of).toList();
            try (Fleet idle = Fleet.connect(new OnepingProtocol(service), options.connections(), 1, publishers)) {
                Thread.sleep(SETTLING);
                for (int i = 0; i < processes.size(); i++) {
                    Watched process = processes.get(i);
                    tell(process.name(), before.get(i), process.residentBytes());
                    OptionalLong live = LiveMemory.of(process);
                    if (live.isPresent()) {
                        tell(process.name() + ", live", liveBefore.get(i).orElseThrow(), live.getAsLong());
                    }
                }
            }
        }
        return true;
    }

    private void tell(String what, long before, long after) {
        report.memory(what, before, after, options.connections(), "connection");
    }
}
