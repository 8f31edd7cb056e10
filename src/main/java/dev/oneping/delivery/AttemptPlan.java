package dev.oneping.delivery;

import dev.oneping.model.EscalationPosition;
import dev.oneping.model.Variant;
import java.time.Duration;

/**
 * The attempt that a decision to deliver asks for.
 *
 * @param target  the one place
 * @param window  the time to wait for an answer
 * @param ring    whether it may make a sound
 * @param at      the position in the escalation policy
 * @param variant how much of the content is shown
 */
public record AttemptPlan(Target target, Window window, boolean ring, EscalationPosition at, Variant variant) {

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
