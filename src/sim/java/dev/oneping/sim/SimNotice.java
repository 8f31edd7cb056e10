package dev.oneping.sim;

import dev.oneping.model.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A notification to a person.
 *
 * @param number its number among those of the person
 * @param at     seconds since the first local midnight
 */
record SimNotice(int number, int at, Priority priority) {

    /** Relative rate by local hour: an app of work and friends; assumed. */
    private static final double[] RATE = {
        .2, .15, .15, .15, .15, .2, .4, .7, 1.2, 1.6, 1.6, 1.5, 1.2, 1.3, 1.5, 1.5, 1.4, 1.2, 1, 1, 1, .9, .7, .4
    };

    private static final double PER_DAY = 12;

    /**
     * The notifications of that many days, about 12 a day. People got 64 a day from all their apps in Pielot and others, "An in-situ
     * study of mobile phone notifications" (MobileHCI 2014); this is one app. A third comes in bursts, and 15 % are low, 17 % high and
     * 3 % critical; these shares are assumed.
     */
    static List<SimNotice> of(SimPerson person, int days) {
        SplittableRandom random = new SplittableRandom(Dice.seed(person.seed(), person.number(), 6));
        double sum = 0;
        for (double rate : RATE) {
            sum += rate;
        }
        List<Integer> times = new ArrayList<>();
        for (int hour = 0; hour < days * 24; hour++) {
            double expected = PER_DAY * 0.75 * RATE[hour % 24] / sum;
            for (double at = Dice.exponential(random, 1_000_000) / 1e6 / expected;
                    at < 1;
                    at += Dice.exponential(random, 1_000_000) / 1e6 / expected) {
                int time = (int) ((hour + at) * 3_600);
                times.add(time);
                if (Dice.chance(random, 0.33)) {
                    times.add(time + 5 + Dice.exponential(random, 90));
                }
            }
        }
        times.sort(null);
        List<SimNotice> notices = new ArrayList<>();
        for (int at : times) {
            notices.add(new SimNotice(notices.size(), at, priority(random.nextDouble())));
        }
        return List.copyOf(notices);
    }

    private static Priority priority(double draw) {
        return draw < 0.15
                ? Priority.LOW
                : draw < 0.8 ? Priority.NORMAL : draw < 0.97 ? Priority.HIGH : Priority.CRITICAL;
    }
}
