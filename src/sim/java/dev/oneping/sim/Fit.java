package dev.oneping.sim;

import dev.oneping.rules.chance.ChanceModel;
import dev.oneping.rules.chance.Feature;
import dev.oneping.rules.chance.WeightTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Fits an additive model by stochastic gradient steps with a rate for each weight (AdaGrad), beginning at an earlier model: what the
 * examples do not show stays as it was judged.
 */
final class Fit {

    private static final int EPOCHS = 12;
    private static final double RATE = 0.3;
    /** The pull towards the earlier weight, in examples. */
    private static final double RIDGE = 3;

    private final List<List<Feature>> tables;
    private final double[][] weights;
    private final double[][] judged;
    private final boolean isRate;
    private double bias;

    private Fit(Map<String, List<Feature>> tables, ChanceModel earlier, boolean isRate) {
        this.tables = List.copyOf(tables.values());
        this.isRate = isRate;
        this.bias = earlier.bias();
        this.weights = new double[tables.size()][];
        this.judged = new double[tables.size()][];
        int number = 0;
        for (Map.Entry<String, List<Feature>> table : tables.entrySet()) {
            judged[number] = weights(earlier, table.getKey(), table.getValue());
            weights[number] = judged[number].clone();
            number++;
        }
    }

    /** A model of probabilities. */
    static ChanceModel logistic(Map<String, List<Feature>> tables, Examples examples, ChanceModel earlier) {
        return new Fit(tables, earlier, false).fit(tables, examples);
    }

    /** A model of rates: the targets are events in a unit of time. */
    static ChanceModel rate(Map<String, List<Feature>> tables, Examples examples, ChanceModel earlier) {
        return new Fit(tables, earlier, true).fit(tables, examples);
    }

    /** The weights of the table of that name; zero if there is none. */
    private static double[] weights(ChanceModel earlier, String name, List<Feature> of) {
        double[] weights = new double[WeightTable.size(of)];
        for (WeightTable table : earlier.tables()) {
            if (table.name().equals(name)) {
                for (int index = 0; index < weights.length; index++) {
                    weights[index] = new ChanceModel(0, List.of(table)).sum(vector(of, index));
                }
            }
        }
        return weights;
    }

    private ChanceModel fit(Map<String, List<Feature>> named, Examples examples) {
        double[][] squares = new double[weights.length][];
        double[][] counts = new double[weights.length][];
        for (int table = 0; table < weights.length; table++) {
            squares[table] = new double[weights[table].length];
            counts[table] = new double[weights[table].length];
            for (int index = 0; index < examples.size(); index++) {
                counts[table][index(tables.get(table), examples.vector(index))]++;
            }
        }
        SplittableRandom random = new SplittableRandom(1);
        double biasSquares = 0;
        for (long step = 0; step < (long) EPOCHS * examples.size(); step++) {
            int example = random.nextInt(examples.size());
            int[] vector = examples.vector(example);
            double error = Math.clamp(examples.target(example) - expected(vector), -3, 3);
            biasSquares += error * error;
            bias += RATE * error / Math.sqrt(1 + biasSquares);
            for (int table = 0; table < weights.length; table++) {
                int at = index(tables.get(table), vector);
                double gradient = error - RIDGE * (weights[table][at] - judged[table][at]) / counts[table][at];
                squares[table][at] += gradient * gradient;
                weights[table][at] += RATE * gradient / Math.sqrt(1 + squares[table][at]);
            }
        }
        return model(named);
    }

    private double expected(int[] vector) {
        double sum = bias;
        for (int table = 0; table < weights.length; table++) {
            sum += weights[table][index(tables.get(table), vector)];
        }
        return isRate ? Math.exp(Math.min(3, sum)) : ChanceModel.logistic(sum);
    }

    private ChanceModel model(Map<String, List<Feature>> named) {
        List<WeightTable> fitted = new ArrayList<>();
        List<String> names = List.copyOf(named.keySet());
        for (int table = 0; table < weights.length; table++) {
            double[] rounded = weights[table].clone();
            for (int index = 0; index < rounded.length; index++) {
                rounded[index] = rounded(rounded[index]);
            }
            fitted.add(new WeightTable(names.get(table), tables.get(table), rounded));
        }
        return new ChanceModel(rounded(bias), fitted);
    }

    static int index(List<Feature> of, int[] vector) {
        int index = 0;
        for (Feature feature : of) {
            index = index * feature.labels().size() + vector[feature.ordinal()];
        }
        return index;
    }

    /** The vector whose values are at that index of a table. */
    private static int[] vector(List<Feature> of, int index) {
        int[] vector = Feature.vector();
        int rest = index;
        for (Feature feature : of.reversed()) {
            vector[feature.ordinal()] = rest % feature.labels().size();
            rest /= feature.labels().size();
        }
        return vector;
    }

    private static double rounded(double weight) {
        return Math.round(weight * 100) / 100.0;
    }
}
