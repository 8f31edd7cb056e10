package dev.oneping.bench;

import java.time.Duration;
import java.util.List;

/** What connections cost that do nothing: memory of the service, and of Redis, before and after they are there. */
final class Idle {

    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final int FIRST_EACH = 50;

    private final Options options;
    private final Report report;

    Idle(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    /** Measures and prints; always true, for there is nothing to fail but by an exception. */
    boolean measure(Service service) throws InterruptedException {
        List<Watched> processes = Sockets.now().behind(service, report);
        report.say(
                "%,d people with one connected device each, which does nothing; resident memory of the whole process,"
                        .formatted(options.connections()));
        report.say("with whatever garbage it holds, for nothing is forced.");
        int publishers = options.publishers();
        // What the first connections load and compile is not what a connection costs.
        try (Fleet first = Fleet.connect(service, FIRST_EACH * publishers, 1, publishers)) {
            Thread.sleep(SETTLING);
            List<Long> before = processes.stream().map(Watched::residentBytes).toList();
            try (Fleet idle = Fleet.connect(service, options.connections(), 1, publishers)) {
                Thread.sleep(SETTLING);
                for (int i = 0; i < processes.size(); i++) {
                    Watched process = processes.get(i);
                    report.memory(
                            process.name(),
                            before.get(i),
                            process.residentBytes(),
                            options.connections(),
                            "connection");
                }
            }
        }
        return true;
    }
}
