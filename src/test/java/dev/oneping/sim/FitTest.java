package dev.oneping.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.rules.chance.ChanceModel;
import dev.oneping.rules.chance.Feature;
import dev.oneping.rules.chance.Priors;
import dev.oneping.rules.file.PriorsReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FitTest {

    private static final double[] BY_VIEW = {2, 1, 0, -1, 0.5, -0.5};
    private static final ChanceModel NOTHING = new ChanceModel(0, List.of());

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void shouldRecoverKnownLogOdds() {
        Examples examples = new Examples();
        for (int example = 0; example < 60_000; example++) {
            int[] vector = vector();
            double chance = ChanceModel.logistic(-0.5 + truth(vector));
            examples.add(vector, random.nextDouble() < chance ? 1 : 0);
        }
        ChanceModel model = Fit.logistic(Lessons.GLANCE, examples, NOTHING);
        for (int view = 0; view < BY_VIEW.length; view++) {
            int[] vector = Feature.vector();
            vector[Feature.VIEW.ordinal()] = view;
            assertEquals(-0.5 + truth(vector), model.sum(vector), 0.25);
        }
    }

    @Test
    void shouldRecoverKnownRates() {
        Examples examples = new Examples();
        for (int example = 0; example < 60_000; example++) {
            int[] vector = vector();
            examples.add(vector, random.nextDouble() < Math.exp(-4 + truth(vector)) ? 1 : 0);
        }
        ChanceModel model = Fit.rate(Lessons.FOUND, examples, NOTHING);
        int[] vector = Feature.vector();
        assertEquals(Math.exp(-2), model.rate(vector), 0.03);
    }

    @Test
    void shouldKeepWhatWasJudgedWhereThereAreNoExamples() {
        ChanceModel judged = PriorsReader.builtIn().notice();
        ChanceModel model = Fit.logistic(Lessons.NOTICE, new Examples(), judged);
        int[] vector = Feature.vector();
        vector[Feature.KIND.ordinal()] = Feature.KIND.value("watch");
        vector[Feature.ANSWERS.ordinal()] = Feature.ANSWERS.value("unknown");
        assertEquals(judged.sum(vector), model.sum(vector), 0.05);
    }

    @Test
    void shouldWriteWhatIsReadAgain() throws Exception {
        Lessons lessons = new Lessons();
        for (int example = 0; example < 2_000; example++) {
            int[] vector = vector();
            lessons.notice.add(vector, random.nextInt(2));
            lessons.asleep.add(vector, random.nextInt(2));
        }
        String old = Files.readString(Path.of("rules/priors.yaml"));
        Priors earlier = PriorsReader.builtIn();
        String text = Train.text(lessons, PopulationSpec.FEW_TAPS, earlier, old);
        Priors read = PriorsReader.parse("priors", text.getBytes(StandardCharsets.UTF_8));
        ChanceModel fitted = Fit.logistic(Lessons.NOTICE, lessons.notice, earlier.notice());
        int[] vector = vector();
        vector[Feature.DND.ordinal()] = Feature.DND.value("unknown");
        vector[Feature.ANSWERS.ordinal()] = Feature.ANSWERS.value("unknown");
        assertEquals(fitted.sum(vector), read.notice().sum(vector), 0.001);
        assertEquals(0.1, read.times().answered());
        assertEquals(text, Train.text(lessons, PopulationSpec.FEW_TAPS, earlier, text));
    }

    private int[] vector() {
        int[] vector = Feature.vector();
        vector[Feature.VIEW.ordinal()] = random.nextInt(BY_VIEW.length);
        vector[Feature.IDLE.ordinal()] = random.nextInt(5);
        return vector;
    }

    private static double truth(int[] vector) {
        return BY_VIEW[vector[Feature.VIEW.ordinal()]];
    }
}
