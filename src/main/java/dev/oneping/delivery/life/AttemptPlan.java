package dev.oneping.delivery.life;

import dev.oneping.model.EscalationPosition;
import dev.oneping.model.Variant;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The attempt that a decision to deliver asks for.
 *
 * @param target  the one place
 * @param window  the time to wait for an answer
 * @param ring    whether it may make a sound
 * @param at      the position in the escalation policy
 * @param variant how much of the content is shown
 * @param silent  all devices that show it beside the target without sound, by session or by push, those that show it
 *                already included; every other device loses it
 * @param bundled whether another notification sounds for this one, too
 */
public record AttemptPlan(
        Target target,
        Window window,
        boolean ring,
        EscalationPosition at,
        Variant variant,
        Set<Target> silent,
        boolean bundled) {

    /** Copies the targets. */
    public AttemptPlan {
        silent = Collections.unmodifiableSet(new LinkedHashSet<>(silent));
    }

    /** Creates a plan that shows it at the target only. */
    public AttemptPlan(Target target, Window window, boolean ring, EscalationPosition at, Variant variant) {
        this(target, window, ring, at, variant, Set.of(), false);
    }

    /**
     * The time to wait for an answer.
     *
     * @param length    the wait if no evidence arrives
     * @param floor     the minimum wait, if evidence says that nobody will answer
     * @param extension the maximum extension, if evidence says that an answer is likely
     */
    public record Window(Duration length, Duration floor, Duration extension) {

        /** Returns a window that evidence cannot move. */
        public static Window fixed(Duration length) {
            return new Window(length, length, Duration.ZERO);
        }
    }
}
