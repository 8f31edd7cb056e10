package dev.oneping.sim;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** The measures of the table, each a function of a tally. */
enum Measure {
    RINGS("rings / notification", "%.2f") {
        @Override
        double of(Tally tally) {
            return ratio(tally.rings, tally.notices);
        }
    },
    RIGHT_FIRST("first on attended, %", "%.1f") {
        @Override
        double of(Tally tally) {
            return 100 * ratio(tally.firstOnAttended, tally.withAttended);
        }
    },
    MEDIAN("median, s", "%.0f") {
        @Override
        double of(Tally tally) {
            return tally.median();
        }
    },
    SOON("< 2 min, %", "%.1f") {
        @Override
        double of(Tally tally) {
            return 100 * ratio(tally.soon, tally.notices);
        }
    },
    NOBODY("nobody near, % of rings", "%.1f") {
        @Override
        double of(Tally tally) {
            return 100 * ratio(tally.nobody, tally.rings);
        }
    },
    ASLEEP("asleep / day", "%.2f") {
        @Override
        double of(Tally tally) {
            return ratio(tally.asleep, tally.personDays);
        }
    },
    AFTER_SEEN("after seen / 100", "%.1f") {
        @Override
        double of(Tally tally) {
            return 100 * ratio(tally.afterSeen, tally.notices);
        }
    },
    DOUBLE("double / 100", "%.2f") {
        @Override
        double of(Tally tally) {
            return 100 * ratio(tally.doubles, tally.notices);
        }
    },
    NEVER("never seen, %", "%.2f") {
        @Override
        double of(Tally tally) {
            return 100 * ratio(tally.never, tally.notices);
        }
    },
    CRITICAL("critical < 5 min, %", "%.1f") {
        @Override
        double of(Tally tally) {
            return 100 * ratio(tally.reached, tally.reachable);
        }
    };

    private static final int RESAMPLES = 400;

    /** The heading of its column. */
    final String heading;

    private final String format;

    Measure(String heading, String format) {
        this.heading = heading;
        this.format = format;
    }

    abstract double of(Tally tally);

    String text(double value) {
        return String.format(Locale.ROOT, format, value);
    }

    static Tally sum(List<Tally> people) {
        Tally sum = new Tally();
        people.forEach(sum::add);
        return sum;
    }

    /** The half width of the 95 % interval of each measure, by the bootstrap over people: the days of a person are alike. */
    static double[] halfWidths(List<Tally> people) {
        SplittableRandom random = new SplittableRandom(17);
        double[][] draws = new double[values().length][RESAMPLES];
        for (int draw = 0; draw < RESAMPLES; draw++) {
            Tally sum = new Tally();
            for (int index = 0; index < people.size(); index++) {
                sum.add(people.get(random.nextInt(people.size())));
            }
            for (Measure measure : values()) {
                draws[measure.ordinal()][draw] = measure.of(sum);
            }
        }
        double[] widths = new double[draws.length];
        for (int index = 0; index < draws.length; index++) {
            java.util.Arrays.sort(draws[index]);
            widths[index] = (draws[index][RESAMPLES * 975 / 1000] - draws[index][RESAMPLES * 25 / 1000]) / 2;
        }
        return widths;
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
