package dev.oneping.sim;

import dev.oneping.rules.RuleSet;
import dev.oneping.rules.chance.ChanceModel;
import dev.oneping.rules.chance.Priors;
import dev.oneping.rules.file.PriorsReader;
import dev.oneping.rules.file.RuleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Trains {@code rules/priors.yaml} on people of an even seed; odd seeds are for reports.
 *
 * <p>Usage: {@code Train RULES PRIORS PEOPLE DAYS [SEED [POPULATION]]}; the rules are those that explore, and PRIORS is rewritten.
 */
final class Train {

    /** What the simulation does not know is judged. */
    private static final String JUDGED = """
                # Judged. A device that is muted is noticed by those who look at it only.
                dnd:
                  of: [dnd]
                  weights: {off: 0, on: -1.5, unknown: 0}
                # Judged. The learned share of answers here at this hour says a little: it also measures the rate of answering.
                answers:
                  of: [answers]
                  weights: {"10": -0.5, "30": -0.2, "60": 0.2, "100": 0.5, unknown: 0}
                # Judged. A phone on its charger is not in the pocket.
                battery:
                  of: [kind, battery]
                  weights:
                    phone: {low: -0.2, fine: 0, charging: -0.1, unknown: 0}
            """;

    private Train() {}

    public static void main(String[] args) throws IOException {
        if (args.length < 4) {
            throw new IllegalArgumentException("Usage: Train RULES PRIORS PEOPLE DAYS [SEED [POPULATION]]");
        }
        Path file = Path.of(args[1]);
        long seed = args.length > 4 ? Long.parseLong(args[4]) : 2;
        PopulationSpec spec = args.length > 5 ? PopulationSpec.named(args[5]) : PopulationSpec.COMMON;
        if (seed % 2 != 0) {
            throw new IllegalArgumentException("Odd seeds are for reports; train on an even one.");
        }
        Lessons lessons = explore(
                spec,
                seed,
                Integer.parseInt(args[2]),
                Integer.parseInt(args[3]),
                RuleFiles.load(Path.of(args[0])),
                file);
        Files.writeString(file, text(lessons, spec, PriorsReader.load(file), Files.readString(file)));
        System.out.printf("%d examples of rings; notice mean %.3f%n", lessons.notice.size(), lessons.notice.mean());
    }

    private static Lessons explore(PopulationSpec spec, long seed, int people, int days, RuleSet rules, Path file) {
        Priors priors = PriorsReader.load(file);
        List<Lessons> parts = IntStream.range(0, people)
                .parallel()
                .mapToObj(number -> Explorer.explore(SimDays.of(spec, seed, number, days), rules, priors))
                .toList();
        Lessons all = new Lessons();
        parts.forEach(all::addAll);
        return all;
    }

    /** The new text of the file. */
    static String text(Lessons lessons, PopulationSpec spec, Priors earlier, String old) {
        PriorsFile text = new PriorsFile(old);
        ChanceModel asleep = Fit.logistic(Lessons.ASLEEP, lessons.asleep, earlier.asleep());
        text.model(
                "notice",
                "The chance that a ring is noticed within two minutes.",
                Fit.logistic(Lessons.NOTICE, lessons.notice, earlier.notice()),
                Lessons.NOTICE,
                JUDGED);
        text.model(
                "quick",
                "The share of the noticing that is quick (within ten seconds) and not slow (most of a minute).",
                Fit.logistic(Lessons.QUICK, lessons.quick, earlier.quick()),
                Lessons.QUICK,
                "");
        text.model(
                "glance",
                "The chance that a silent display is noticed at a glance, by those who look at the device.",
                Fit.logistic(Lessons.GLANCE, lessons.glance, earlier.glance()),
                Lessons.GLANCE,
                "");
        text.model(
                "found",
                "The rate, per minute, at which a silent display is found later: the natural logarithm.",
                Fit.rate(Lessons.FOUND, lessons.found, earlier.found()),
                Lessons.FOUND,
                "");
        text.model("asleep", "The chance that the user is asleep.", asleep, Lessons.ASLEEP, "");
        return text.text(Map.of("answered", spec.tapRate()));
    }
}
