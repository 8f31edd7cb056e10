package dev.oneping.sim;

import dev.oneping.model.Priority;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs policies in process on the same days.
 *
 * @param seed    of the population: even for training, odd for reports
 * @param silence factor of the chance that a silent display is noticed
 */
record Evaluation(PopulationSpec spec, long seed, int people, int days, double silence) {

    Evaluation(PopulationSpec spec, long seed, int people, int days) {
        this(spec, seed, people, days, 1);
    }

    /** The tallies of the people, one each. */
    List<Tally> run(RingPolicy.Factory factory) {
        return IntStream.range(0, people)
                .parallel()
                .mapToObj(number -> {
                    SimDays lived = SimDays.of(spec, seed, number, days);
                    List<SimOutcome> outcomes = new PersonRun(lived, factory.of(lived), silence).run();
                    return Tally.of(outcomes, days, reachable(lived));
                })
                .toList();
    }

    /** The critical notifications that are seen within five minutes if the best device rings again and again. */
    static Set<Integer> reachable(SimDays lived) {
        return new PersonRun(lived, Baselines.persistent(lived), 1)
                .run().stream()
                        .filter(outcome -> outcome.notice().priority() == Priority.CRITICAL && outcome.seenWithin(300))
                        .map(outcome -> outcome.notice().number())
                        .collect(Collectors.toSet());
    }
}
