package dev.oneping.connection.notice;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Lets changes of a thing through no faster than once in a pause: the first at once, those during the pause together at its
 * end. Any thread may tell; a thing that does not change is forgotten.
 */
final class ChangeThrottle<T> {

    /** Whether something has changed in the pause that runs. */
    private final Map<T, Boolean> pausing = new ConcurrentHashMap<>();

    private final Consumer<T> through;
    private final Consumer<Runnable> afterPause;

    /**
     * Of things that are new to nobody yet.
     *
     * @param through    told of what changes
     * @param afterPause runs a task when a pause is over
     */
    ChangeThrottle(Consumer<T> through, Consumer<Runnable> afterPause) {
        this.through = through;
        this.afterPause = afterPause;
    }

    /** It has changed. */
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
