package dev.oneping.drill;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A few rows of the drill; {@code ./oneping drill} plays all. */
class DrillIT {

    @Test
    void shouldKeepEveryPromiseWhileRedisStopsAndConnectionsBreak() throws Exception {
        assertTrue(Drill.play(List.of(DrillRow.REDIS_STOPPED_15S, DrillRow.RESET, DrillRow.ROLLING_RESTART)));
    }
}
