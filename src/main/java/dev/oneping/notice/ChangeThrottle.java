package dev.oneping.notice;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Limits change notifications per item to one per interval: the first at once, those during the interval together at
 * its end. Thread-safe; items without changes take no memory.
 */
final class ChangeThrottle<T> {

    /** The items whose interval is running, with whether they have changed in it. */
    private final Map<T, Boolean> pausing = new ConcurrentHashMap<>();

    private final Consumer<T> through;
    private final Consumer<Runnable> afterPause;

    /**
     * Creates a throttle.
     *
     * @param through    receives the changed items
     * @param afterPause runs a task at the end of an interval
     */
    ChangeThrottle(Consumer<T> through, Consumer<Runnable> afterPause) {
        this.through = through;
        this.afterPause = afterPause;
    }

    /** Reports a change of an item. */
    void changed(T thing) {
        if (pausing.put(thing, true) == null) {
            go(thing);
        }
    }

    private void go(T thing) {
        pausing.put(thing, false);
        through.accept(thing);
        afterPause.accept(() -> over(thing));
    }

    private void over(T thing) {
        Boolean left = pausing.computeIfPresent(thing, (key, changed) -> changed ? true : null);
        if (left != null) {
            go(thing);
        }
    }
}
