package dev.oneping.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.rules.RuleSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersonRunTest {

    private final Evaluation evaluation = new Evaluation(PopulationSpec.COMMON, 1, 8, 3);

    @Test
    void shouldKnowTheTruthOnlyAsOracle() {
        Tally oracle = Measure.sum(evaluation.run(Baselines::oracle));
        Tally last = Measure.sum(evaluation.run(Baselines::lastActive));
        assertEquals(100, Measure.RIGHT_FIRST.of(oracle));
        assertEquals(0, Measure.NOBODY.of(oracle));
        assertTrue(Measure.NOBODY.of(last) > 5);
    }

    @Test
    void shouldEndInTheSameWayEachTime() {
        RuleSet rules = TradeOffCurve.rules(10, "everywhere");
        SimDays days = SimDays.of(PopulationSpec.COMMON, 1, 4, 3);
        List<SimOutcome> once = new PersonRun(days, new RulesPolicy(rules, false), 1).run();
        assertEquals(once, new PersonRun(days, new RulesPolicy(rules, false), 1).run());
        assertTrue(once.stream().anyMatch(outcome -> !outcome.sounds().isEmpty()));
    }

    @Test
    void shouldSeeMoreWhereEveryDeviceDisplays() {
        Tally silent = Measure.sum(evaluation.run(Baselines::lastActiveAndSilent));
        Tally last = Measure.sum(evaluation.run(Baselines::lastActive));
        assertTrue(silent.soon > last.soon);
        assertEquals(Measure.RINGS.of(last), Measure.RINGS.of(silent), 0.001);
    }
}
