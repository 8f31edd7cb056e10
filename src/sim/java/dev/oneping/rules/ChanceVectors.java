package dev.oneping.rules;

import dev.oneping.rules.chance.Priors;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.expression.Freshness;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.Facts;
import java.util.Map;

/** The values of the model's features for given facts: what the simulation trains on is what the service computes. */
public final class ChanceVectors {

    private final ChanceFacts values;

    /** The values for the facts, with sleep as the priors presume it. */
    public ChanceVectors(Facts facts, Priors priors) {
        this.values = new ChanceFacts(EvaluationContext.of(facts, Freshness.DEFAULT, Map.of()), priors);
    }

    /** The values for a ring on a device. */
    public int[] of(DeviceFacts device) {
        int[] vector = values.values(device);
        values.addRings(vector, device);
        return vector;
    }

    /** Whether the user is at the device. */
    public boolean isInUse(DeviceFacts device) {
        return values.isInUse(device);
    }
}
