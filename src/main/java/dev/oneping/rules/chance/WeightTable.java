package dev.oneping.rules.chance;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of weights for the combinations of values of some features. Immutable.
 *
 * <p>The last feature's values are next to each other, so that the number of a combination is that of a positional
 * number system.
 */
public final class WeightTable {

    private final String name;
    private final Feature[] of;
    private final double[] weights;
    private final String[] words;

    /**
     * @param name    the name in the file
     * @param of      the features, one to three
     * @param weights the weights of all combinations, the last feature's values next to each other
     */
    public WeightTable(String name, List<Feature> of, double[] weights) {
        if (of.isEmpty() || weights.length != size(of)) {
            throw new IllegalArgumentException(name + " needs " + size(of) + " weights, not " + weights.length);
        }
        this.name = name;
        this.of = of.toArray(new Feature[0]);
        this.weights = weights.clone();
        this.words = new String[weights.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = words(i);
        }
    }

    /** The number of combinations of the values of some features. */
    public static int size(List<Feature> of) {
        int size = 1;
        for (Feature feature : of) {
            size *= feature.labels().size();
        }
        return size;
    }

    /** The name in the file. */
    public String name() {
        return name;
    }

    double weight(int[] values) {
        return weights[index(values)];
    }

    /** The combination in words, for example {@code phone, push, used up to 15m ago}. */
    String words(int[] values) {
        return words[index(values)];
    }

    private int index(int[] values) {
        int index = 0;
        for (Feature feature : of) {
            index = index * feature.labels().size() + values[feature.ordinal()];
        }
        return index;
    }

    private String words(int index) {
        List<String> parts = new ArrayList<>();
        int rest = index;
        for (int i = of.length - 1; i >= 0; i--) {
            int size = of[i].labels().size();
            String part = of[i].words(rest % size);
            if (!part.isEmpty()) {
                parts.addFirst(part);
            }
            rest /= size;
        }
        return parts.isEmpty() ? name + " unknown" : String.join(", ", parts);
    }
}
