package dev.oneping.sim;

import java.util.Arrays;

/** Examples of one model: vectors of the values of all features, and the share that came true. */
final class Examples {

    private int[][] values = new int[64][];
    private float[] targets = new float[64];
    private int size;

    void add(int[] vector, double target) {
        if (size == targets.length) {
            values = Arrays.copyOf(values, size * 2);
            targets = Arrays.copyOf(targets, size * 2);
        }
        values[size] = vector;
        targets[size++] = (float) target;
    }

    void addAll(Examples other) {
        for (int index = 0; index < other.size; index++) {
            add(other.values[index], other.targets[index]);
        }
    }

    int size() {
        return size;
    }

    int[] vector(int index) {
        return values[index];
    }

    float target(int index) {
        return targets[index];
    }

    /** The mean of the targets. */
    double mean() {
        double sum = 0;
        for (int index = 0; index < size; index++) {
            sum += targets[index];
        }
        return size == 0 ? 0 : sum / size;
    }
}
