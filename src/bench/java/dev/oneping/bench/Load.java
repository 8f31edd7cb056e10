package dev.oneping.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures notify → device → ack: at full speed, then at a fixed rate, over the same connections. */
final class Load {

    private final Options options;
    private final BenchReport report;

    Load(Options options, BenchReport report) {
        this.options = options;
        this.report = report;
    }

    /** Measures the service; false if a notification was lost. */
    boolean measure(Service service) throws InterruptedException, IOException {
        announce();
        return isSound(run("", service, true));
    }

    /** Measures a bare relay and then the service; false if a notification was lost. */
    boolean compare(Service service) throws InterruptedException, IOException {
        announce();
        List<Measurement> bare;
        try (Floor floor = Floor.start()) {
            bare = run("bare relay, ", floor.service(), false);
        }
        List<Measurement> real = run("oneping, ", service, true);
        report.ratio(bare.getFirst(), real.getFirst());
        return isSound(bare) && isSound(real);
    }

    private void announce() {
        report.say(
                "%,d people with %d connected devices each, %d publishers; %d s after %d s of warm-up, on %d processors."
                        .formatted(
                                options.users(),
                                options.devicesPerUser(),
                                options.publishers(),
                                options.span().toSeconds(),
                                options.warmup().toSeconds(),
                                Runtime.getRuntime().availableProcessors()));
        report.definition();
        report.header();
    }

    private List<Measurement> run(String prefix, Service service, boolean readBack)
            throws InterruptedException, IOException {
        List<Watched> processes = new ArrayList<>(Sockets.now().behind(service, report));
        processes.add(Watched.driver());
        try (Fleet fleet = Fleet.connect(
                new OnepingProtocol(service), options.users(), options.devicesPerUser(), options.publishers())) {
            Measurement fast = step(prefix + "closed loop", fleet, new BenchPace.ClosedLoop(), processes);
            BenchPace fixed = BenchPace.Fixed.rate(options.rate());
            Measurement paced = step(prefix + "%,d a second".formatted(options.rate()), fleet, fixed, processes);
            if (readBack) {
                report.readBack(fleet.recent().size(), ReadBack.unanswered(service, fleet.recent()));
            }
            return List.of(fast, paced);
        }
    }

    private Measurement step(String title, Fleet fleet, BenchPace pace, List<Watched> processes)
            throws InterruptedException {
        Measurement measured = Measurement.of(title, fleet, pace, options.warmup(), options.span(), processes);
        report.row(measured);
        return measured;
    }

    private static boolean isSound(List<Measurement> all) {
        return all.stream().allMatch(measured -> measured.failures() == 0);
    }
}
