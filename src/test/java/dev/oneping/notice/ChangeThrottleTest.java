package dev.oneping.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ChangeThrottleTest {

    private final List<String> through = new ArrayList<>();
    private final Queue<Runnable> pauses = new ArrayDeque<>();
    private final ChangeThrottle<String> changes = new ChangeThrottle<>(through::add, pauses::add);

    @Test
    void shouldPassTheFirstChangeAtOnce() {
        changes.changed("a");
        changes.changed("b");

        assertEquals(List.of("a", "b"), through);
    }

    @Test
    void shouldCoalesceChangesWithinTheInterval() {
        for (int i = 0; i < 100; i++) {
            changes.changed("a");
        }
        assertEquals(List.of("a"), through);

        pauses.remove().run();

        assertEquals(List.of("a", "a"), through);
        pauses.remove().run();
        assertEquals(List.of("a", "a"), through, "nothing has changed in the second pause");
        assertEquals(0, pauses.size(), "what does not change is forgotten");
    }

    @Test
    void shouldPassAChangeAfterTheIntervalAtOnce() {
        changes.changed("a");
        pauses.remove().run();

        changes.changed("a");

        assertEquals(List.of("a", "a"), through);
    }
}
