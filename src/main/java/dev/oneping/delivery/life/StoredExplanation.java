package dev.oneping.delivery.life;

import dev.oneping.redis.packed.PackedWriter;

/** The explanation of a decision, on its way into a trace. This package stores it without knowing what it says. */
@FunctionalInterface
public interface StoredExplanation {

    /** Writes one value: the JSON of the explanation. */
    void pack(PackedWriter out);
}
