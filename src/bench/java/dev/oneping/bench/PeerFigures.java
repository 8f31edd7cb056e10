package dev.oneping.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The figures of one peer, of one round or the medians of several. Times are in milliseconds; what is "each" is for each
 * notification of the closed loop. A figure that the peer does not have is NaN.
 */
record PeerFigures(
        double perSecond,
        double closedP99,
        double pacedP50,
        double pacedP99,
        double serviceEach,
        double redisEach,
        double pacedCpuEach,
        double scriptsEach,
        double commandsEach,
        double bytesEach,
        double storedEach,
        double allocatedEach) {

    /** Computes the figures of a round. */
    static PeerFigures of(Measurement closed, Measurement paced, PeerCounts counts) {
        double count = Math.max(1, closed.latencies().getTotalCount());
        RedisCounters counted = counts.redis();
        return new PeerFigures(
                closed.perSecond(),
                closed.milliseconds(99),
                paced.milliseconds(50),
                paced.milliseconds(99),
                cpu(closed, "service"),
                counted == null ? Double.NaN : cpu(closed, "redis"),
                cpu(paced, "service") + (counted == null ? 0 : cpu(paced, "redis")),
                counted == null ? Double.NaN : counted.scripts() / count,
                counted == null ? Double.NaN : counted.commands() / count,
                counted == null ? Double.NaN : counted.bytesIn() / count,
                counted == null ? Double.NaN : counted.stored() / count,
                counts.allocated().orElse(Double.NaN) / count);
    }

    private static double cpu(Measurement measured, String process) {
        return measured.cpu().stream()
                .filter(cpu -> cpu.process().equals(process))
                .mapToDouble(measured::cpuMillisecondsEach)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Returns the median of each figure. */
    static PeerFigures median(List<PeerFigures> rounds) {
        return new PeerFigures(
                median(rounds, PeerFigures::perSecond),
                median(rounds, PeerFigures::closedP99),
                median(rounds, PeerFigures::pacedP50),
                median(rounds, PeerFigures::pacedP99),
                median(rounds, PeerFigures::serviceEach),
                median(rounds, PeerFigures::redisEach),
                median(rounds, PeerFigures::pacedCpuEach),
                median(rounds, PeerFigures::scriptsEach),
                median(rounds, PeerFigures::commandsEach),
                median(rounds, PeerFigures::bytesEach),
                median(rounds, PeerFigures::storedEach),
                median(rounds, PeerFigures::allocatedEach));
    }

    private static double median(List<PeerFigures> rounds, ToDoubleFunction<PeerFigures> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Returns the processor time of the service and its Redis for each notification. */
    double cpuEach() {
        return serviceEach + (Double.isNaN(redisEach) ? 0 : redisEach);
    }
}
