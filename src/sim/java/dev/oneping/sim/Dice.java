package dev.oneping.sim;

import java.util.random.RandomGenerator;

/**
 * Random draws. Those by key depend on nothing but the key, so that the same ring on the same device has the same effect under
 * every policy: policies are compared on the same luck.
 */
final class Dice {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final double UNIT = 0x1.0p-53;

    private Dice() {}

    /** A uniform draw from 0 to 1, fixed by its key. */
    static double of(long... key) {
        return (seed(key) >>> 11) * UNIT;
    }

    /** A seed, fixed by its key. */
    static long seed(long... key) {
        long mixed = GOLDEN;
        for (long part : key) {
            mixed = mix(mixed + GOLDEN * (part + 1));
        }
        return mixed;
    }

    /** An exponentially distributed value for a uniform draw. */
    static double exponential(double mean, double draw) {
        return -mean * Math.log(1 - draw);
    }

    /** A log-normal value by its median; the two draws are uniform. */
    static double logNormal(double median, double sigma, double draw, double other) {
        return median * Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - draw)) * Math.cos(2 * Math.PI * other));
    }

    static boolean chance(RandomGenerator random, double probability) {
        return random.nextDouble() < probability;
    }

    static int exponential(RandomGenerator random, double mean) {
        return (int) exponential(mean, random.nextDouble());
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
