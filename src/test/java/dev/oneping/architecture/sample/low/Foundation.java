package dev.oneping.architecture.sample.low;

import dev.oneping.architecture.sample.high.Tower;
import java.time.Instant;

/** Knows who builds on it, and reads a clock. */
public record Foundation(Instant laid) {

    static Foundation laidNow() {
        return new Foundation(Instant.now());
    }

    Tower tower() {
        return new Tower(this);
    }
}
