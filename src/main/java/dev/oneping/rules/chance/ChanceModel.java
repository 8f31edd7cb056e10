package dev.oneping.rules.chance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An additive model: the sum of one weight per table. A probability is the logistic function of the sum, a rate its
 * exponential.
 *
 * @param bias   the sum without any table
 * @param tables the tables
 */
public record ChanceModel(double bias, List<WeightTable> tables) {

    /** Weights smaller than this are not worth a line in an explanation. */
    private static final double NEGLIGIBLE = 0.05;

    public ChanceModel {
        tables = List.copyOf(tables);
    }

    /**
     * One weight of a sum.
     *
     * @param what   the observation in words
     * @param weight what it adds to the log-odds
     */
    public record Evidence(String what, double weight) {}

    /** The sum for a vector of values. */
    public double sum(int[] values) {
        double sum = bias;
        for (int i = 0; i < tables.size(); i++) {
            sum += tables.get(i).weight(values);
        }
        return sum;
    }

    /** The probability for a vector of values. */
    public double probability(int[] values) {
        return logistic(sum(values));
    }

    /** The rate for a vector of values. */
    public double rate(int[] values) {
        return Math.exp(sum(values));
    }

    /** The largest weights for a vector of values, the largest first. */
    public List<Evidence> strongest(int[] values, int count) {
        List<Evidence> all = new ArrayList<>(tables.size());
        for (WeightTable table : tables) {
            double weight = table.weight(values);
            if (Math.abs(weight) >= NEGLIGIBLE) {
                all.add(new Evidence(table.words(values), Math.round(weight * 100) / 100.0));
            }
        }
        all.sort(Comparator.comparingDouble(one -> -Math.abs(one.weight())));
        return List.copyOf(all.subList(0, Math.min(count, all.size())));
    }

    /** The probability of given log-odds. */
    public static double logistic(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }
}
