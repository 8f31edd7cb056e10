package dev.oneping.model;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The source of the random part of ids. A simulation seeds it, so that the same input has the same output. */
public final class IdRandomness {

    private static volatile @Nullable RandomGenerator seeded;

    private IdRandomness() {}

    /** Makes the ids of this process the same in every run with that seed, as far as they are created in the same order. */
    public static void seed(long seed) {
        seeded = new Random(seed);
    }

    static RandomGenerator current() {
        RandomGenerator chosen = seeded;
        return chosen == null ? ThreadLocalRandom.current() : chosen;
    }
}
