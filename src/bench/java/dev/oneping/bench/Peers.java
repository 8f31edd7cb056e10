package dev.oneping.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the packaged service with a Socket.IO program and with nchan, by the same driver on the same machine: all are
 * started and warmed up, then measured in turn, round after round, so that whatever else the machine does meets them alike.
 */
final class Peers {

    /** What other peers do while one is measured is nearly nothing, but a queue of theirs must be empty. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private static final Duration RAMP = Duration.ofSeconds(2);
    private static final int DEVICES_EACH = 1;

    private final Options options;
    private final BenchReport report;
    private final PeerReport table = new PeerReport();
    private final Path home;
    private final Map<String, List<PeerFigures>> rounds = new LinkedHashMap<>();
    private boolean sound = true;

    Peers(Options options, BenchReport report, Path home) {
        this.options = options;
        this.report = report;
        this.home = home;
    }

    /** Measures and prints; false if a notification was lost. */
    boolean measure() throws IOException, InterruptedException {
        table.begin(options);
        List<Peer> peers = new ArrayList<>();
        List<Fleet> fleets = new ArrayList<>();
        try {
            peers.add(OnepingPeer.start(home));
            peers.add(SocketIoPeer.start(home));
            NchanPeer.start()
                    .ifPresentOrElse(
                            peers::add,
                            () -> report.say(
                                    "nchan is left out: install Debian's libnginx-mod-nchan to compare with it."));
            for (Peer peer : peers) {
                Fleet fleet = Fleet.connect(peer.protocol(), options.devices(), DEVICES_EACH, options.publishers());
                fleets.add(fleet);
                report.say(peer.name() + " is " + Warmup.run(fleet, peer.processes(), options.warmup()) + ".");
            }
            for (int round = 1; round <= options.rounds(); round++) {
                for (int i = 0; i < peers.size(); i++) {
                    Thread.sleep(SETTLING);
                    round(round, peers.get(i), fleets.get(i));
                }
            }
        } finally {
            fleets.forEach(Fleet::close);
            for (Peer peer : peers) {
                peer.close();
            }
        }
        publish();
        return sound;
    }

    private void round(int round, Peer peer, Fleet fleet) throws InterruptedException {
        List<Watched> processes = new ArrayList<>(peer.processes());
        processes.add(Watched.driver());
        PeerCounts counts = new PeerCounts(peer);
        Measurement closed = Measurement.of(
                "closed loop", fleet, new BenchPace.ClosedLoop(), RAMP, options.span(), processes, counts);
        Measurement paced = Measurement.of(
                "fixed rate", fleet, BenchPace.Fixed.rate(options.rate()), RAMP, options.span(), processes);
        rounds.computeIfAbsent(peer.name(), ignored -> new ArrayList<>()).add(PeerFigures.of(closed, paced, counts));
        table.round(round, peer.name(), closed, paced, counts.threads());
        sound &= closed.failures() == 0 && paced.failures() == 0;
    }

    private void publish() throws IOException {
        Map<String, PeerFigures> medians = new LinkedHashMap<>();
        rounds.forEach((name, figures) -> medians.put(name, PeerFigures.median(figures)));
        table.medians(medians, options);
        Path drawing = Path.of("bench-peers.svg").toAbsolutePath();
        Files.writeString(drawing, PeerDrawing.of(medians, options.rate()));
        report.say("The drawing is in " + drawing + ".");
    }
}
